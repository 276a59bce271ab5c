import type { Calendar } from "./calendar.ts";
import type { SampleMessage } from "./sample-event.ts";

interface QueuedMessage {
  readonly at: number;
  readonly message: SampleMessage;
}

/** Keeps what was decided but not yet given out, by UTC date, so that only a few days are in memory at once. */
interface EventQueue {
  /** Takes a message for the moment `at`; what lies outside the 90 days is not part of the history and is left out. */
  push(at: number, message: SampleMessage): void;
  /** Everything of a date in order of time; after this the date is closed. */
  drain(date: number): QueuedMessage[];
}

/** @throws when something is pushed to a date that was already given out: the order of time would be broken. */
export function createEventQueue(calendar: Calendar): EventQueue {
  const dates = new Map<number, QueuedMessage[]>();
  let closed = -1;
  return {
    push(moment, message) {
      const at = Math.floor(moment);
      if (at < calendar.startAt || at >= calendar.endAt) return;
      const date = calendar.dateOf(at);
      if (date <= closed) throw new Error(`sample event for date ${date} came after that date was closed`);
      const list = dates.get(date);
      if (list) list.push({ at, message });
      else dates.set(date, [{ at, message }]);
    },
    drain(date) {
      const list = dates.get(date) ?? [];
      dates.delete(date);
      closed = date;
      return list.sort((a, b) => a.at - b.at);
    },
  };
}
