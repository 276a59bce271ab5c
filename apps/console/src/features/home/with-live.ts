import type { Pulse } from "./pulse-query.ts";
import { minuteOf } from "./count-by-minute.ts";

/** The server's minutes with what has arrived since; minutes that began after its answer are appended, and as many old ones leave. */
export function withLive(perMinute: Pulse["perMinute"], live: ReadonlyMap<string, number>): Pulse["perMinute"] {
  const known = new Set(perMinute.map(({ at }) => minuteOf(at)));
  const grown = perMinute.map((minute) => ({ ...minute, accepted: minute.accepted + (live.get(minuteOf(minute.at)) ?? 0) }));
  const last = perMinute.at(-1)?.at;
  const begun = [...live]
    .filter(([at]) => !known.has(at) && (last === undefined || at > minuteOf(last)))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return [...grown, ...begun.map(([at, accepted]) => ({ at, accepted, quarantined: 0 }))].slice(-perMinute.length);
}
