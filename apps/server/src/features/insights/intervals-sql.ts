import type { intervals } from "@throughline/contract";
import type { Bucket } from "@throughline/domain";
import type { Parameters } from "./predicate-sql/index.ts";

type Interval = (typeof intervals)[number];
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A moment in ms as SQL. */
export const momentSql = (ms: number, parameters: Parameters): string => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")}, 'UTC')`;

/** Numbers that follow each other as the intervals of a zone's calendar do: in SQL of a row's `at`, and of an interval. */
export type IntervalNumbers = { sql(parameters: Parameters): string; of(bucket: Bucket): number };

/**
 * Hours are counted from `originMs`, the start of one; days, weeks (from Monday) and months by the zone's calendar. An interval's own number comes from its date in the zone, so that
 * it does not matter when the clocks changed.
 */
export function intervalNumbers(interval: Interval, timezone: string, originMs: number): IntervalNumbers {
  const day = (parameters: Parameters): string => `toInt32(toDate32(at, ${parameters.add(timezone, "String")}))`;
  const dayOf = ({ at }: Bucket): number => Date.parse(at.slice(0, 10)) / dayMs;
  switch (interval) {
    case "hour":
      return {
        sql: (parameters) => `toInt32(floor((toUnixTimestamp64Milli(at) - ${parameters.add(originMs, "Int64")}) / ${hourMs}))`,
        of: ({ startMs }) => Math.floor((startMs - originMs) / hourMs),
      };
    case "day":
      return { sql: day, of: dayOf };
    case "week":
      // 1 January 1970 was a Thursday. Added and taken away again: a number of days that is never negative, for intDiv rounds towards zero.
      return {
        sql: (parameters) => `toInt32(intDiv(${day(parameters)} + 700003, 7) - 100000)`,
        of: (bucket) => Math.floor((dayOf(bucket) + 3) / 7),
      };
    case "month":
      return {
        sql: (parameters) => `toInt32(toRelativeMonthNum(at, ${parameters.add(timezone, "String")}))`,
        of: ({ at }) => Number(at.slice(0, 4)) * 12 + Number(at.slice(5, 7)),
      };
  }
}
