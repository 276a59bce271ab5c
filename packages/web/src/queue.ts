import { report } from "./guard.ts";
import type { Store } from "./store.ts";

/** Longer than the time between two renewals, also where a browser wakes hidden pages only once a minute. */
const leaseMs = 150_000;
const maxEvents = 500;
const maxCharacters = 500_000;

/** Events of this page that no answer has settled yet, each one as JSON text. */
export interface Queue {
  add(...events: string[]): void;
  /** The oldest events outside `busy`, at most so many, and so long together (one alone may be longer). */
  take(maxCount: number, maxLength: number, busy: ReadonlySet<string>): string[];
  remove(events: readonly string[]): void;
  keepOnly(wanted: (event: string) => boolean): void;
  /** Says that this page lives and still means to send. */
  renew(): void;
  /** Whether pages that are gone have left events. */
  hasOrphans(): boolean;
  /** Takes those over. */
  adopt(): void;
  /** Lets any other page take over at once, as this one is about to go; `renew` takes back what nobody took. */
  release(): void;
}

/**
 * A queue per page, so that two tabs never send the same event. Its record in the store is a lease time and the events,
 * a line each. While the lease runs, the queue is this page's alone. When it has run out (the page was closed, frozen,
 * or asleep) another page may have taken the events, so from then on the record decides, not this page's memory.
 */
export function createQueue(store: Store, prefix: string, id: string, now: () => number): Queue {
  const key = prefix + id;
  let events: string[] = [];
  let lease = Infinity;
  let released = false;

  const read = (from: string): [lease: number, events: string[]] => {
    const [until, ...lines] = (store.get(from) ?? "").split("\n");
    return [Number(until), lines];
  };
  const orphans = (): string[] => store.keys().filter((other) => other.startsWith(prefix) && other !== key && read(other)[0] <= now());
  const claim = (): void => {
    if (now() > lease) events = read(key)[1];
  };
  const save = (): void => {
    while (events.length > maxEvents || (events.length > 1 && events.join().length > maxCharacters)) {
      events.shift();
      report(new Error("The queue is full: the oldest event was dropped."));
    }
    lease = released ? 0 : now() + leaseMs;
    if (events.length) store.set(key, [lease, ...events].join("\n"));
    else store.remove(key);
  };
  const keepOnly = (wanted: (event: string) => boolean): void => {
    claim();
    events = events.filter(wanted);
    save();
  };
  return {
    add(...more) {
      claim();
      events.push(...more);
      save();
    },
    take(maxCount, maxLength, busy) {
      let length = 0;
      const free = events.filter((event) => !busy.has(event)).slice(0, maxCount);
      return free.filter((event, index) => (length += event.length) <= maxLength || index === 0);
    },
    remove: (gone) => keepOnly((event) => !gone.includes(event)),
    keepOnly,
    renew() {
      claim();
      released = false;
      save();
    },
    hasOrphans: () => orphans().length > 0,
    adopt() {
      claim();
      for (const other of orphans()) {
        events.push(...read(other)[1]);
        store.remove(other);
      }
      save();
    },
    release() {
      claim();
      released = true;
      save();
    },
  };
}
