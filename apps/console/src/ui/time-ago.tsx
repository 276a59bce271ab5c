import { useSyncExternalStore } from "react";
import { useTimeZone } from "./time-zone.ts";
import { formatAgo, formatDateTime } from "./format-time.ts";

// One clock for all of them: every <TimeAgo> redraws together, and only while some are shown.
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const notify of listeners) notify();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The current time, to the second, redrawing its component as it passes. */
export function useNow(): Date {
  return new Date(useSyncExternalStore(subscribe, () => nowMs));
}

/** “4 min ago”, keeping itself up to date; the absolute time in the workspace's time zone is its title. */
export function TimeAgo({ at }: { at: string | null }) {
  const timeZone = useTimeZone();
  const now = useNow();
  if (at === null) return <span className="faint">never</span>;
  const time = new Date(at);
  return (
    <time dateTime={at} title={`${formatDateTime(time, timeZone)} (${timeZone})`} style={{ whiteSpace: "nowrap" }}>
      {formatAgo(time, time > now ? time : now, timeZone)}
    </time>
  );
}
