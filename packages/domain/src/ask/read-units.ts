import type { Reading } from "./reading.ts";

/** Units of the calendar that figures are given by. */
export type Interval = "hour" | "day" | "week" | "month";

const nounPattern =
  /(?:unique |distinct |different )?(?:people|persons?|users?|customers?|visitors?|accounts?|companies|company|organi[sz]ations?|workspaces?|clients?|businesses|members?)/;
/** Words for those who are counted, which are taken wherever no measure needs them. */
export function takeNouns(reading: Reading): void {
  while (reading.take(nounPattern)) continue;
}

/** "per day", "weekly". */
export function takeInterval(reading: Reading): Interval | undefined {
  const words: [RegExp, Interval][] = [
    [/(?:per|by|and|each|every|an) hour|hourly|hour by hour/, "hour"],
    [/(?:per|by|and|each|every|a) day|daily|day by day|day to day/, "day"],
    [/(?:per|by|and|each|every|a) week|weekly|week by week|week over week/, "week"],
    [/(?:per|by|and|each|every|a) month|monthly|month by month|month over month/, "month"],
  ];
  return words.find(([pattern]) => reading.take(pattern))?.[1];
}
