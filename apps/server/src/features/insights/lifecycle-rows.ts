import { addIntervals, bucketsOf, startOfInterval, type Bucket } from "@throughline/domain";
import type { LifecycleQuery } from "@throughline/contract";
import { personExpression } from "../timeline/index.ts";
import { intervalNumbers } from "./intervals-sql.ts";
import { lookedAt } from "./looked-at.ts";
import { compileEventMatch, type Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";

export const lifecycleStatuses = ["new", "returning", "resurrecting", "dormant"] as const;
export type LifecycleStatus = (typeof lifecycleStatuses)[number];

/** The intervals of a lifecycle query, and their numbers. */
export function lifecycleIntervals(query: LifecycleQuery, { fromMs, toMs, timezone, nowMs }: QueryContext) {
  const buckets = bucketsOf({ fromMs, toMs }, query.interval, timezone);
  const firstMs = buckets[0]?.startMs ?? fromMs;
  const beforeMs = startOfInterval(addIntervals(firstMs, -1, query.interval, timezone), query.interval, timezone);
  return {
    buckets,
    numbers: intervalNumbers(query.interval, timezone, beforeMs),
    hasBegun: (bucket: Bucket) => bucket.startMs <= nowMs,
    endMs: buckets.at(-1)?.endMs ?? toMs,
  };
}

/** One bit for each interval of the range and one for the interval before, with a place to shift to, in 64. */
const mostInBits = 62;

/** Who was what when: rows of `person` (where that is wanted), `people` (how many), `number` (of the interval) and `status`. */
export function lifecycleRows(query: LifecycleQuery, wanted: "people" | "person", parameters: Parameters, context: QueryContext): string {
  const { buckets, numbers, endMs } = lifecycleIntervals(query, context);
  const [first, last] = [buckets[0], buckets.at(-1)].map((bucket) => (bucket ? numbers.of(bucket) : 0)) as [number, number];
  const active = `SELECT ${personExpression} AS person, ${numbers.sql(parameters)} AS number FROM interaction
    WHERE ${lookedAt({ where: query.where, toMs: endMs }, parameters, context)} AND ${compileEventMatch({ event: query.event }, parameters, context.predicates)}`;
  const low = parameters.add(first, "Int32");
  if (last - first < mostInBits) return inBits(active, low, last - first + 1, wanted, parameters);
  const high = parameters.add(last, "Int32");
  return `SELECT person, 1 AS people, entry.1 AS number, entry.2 AS status FROM (
    SELECT person, min(number) AS earliest, groupUniqArrayIf(number, number >= ${low} - 1) AS active,
      arrayConcat(
        arrayMap(n -> (n, multiIf(n = earliest, 'new', has(active, n - 1), 'returning', 'resurrecting')), arrayFilter(n -> n >= ${low}, active)),
        arrayMap(n -> (n + 1, 'dormant'), arrayFilter(n -> n < ${high} AND NOT has(active, n + 1), active))) AS entries
    FROM (${active}) GROUP BY person HAVING notEmpty(active)) ARRAY JOIN entries AS entry`;
}

/** The intervals as bits of an integer for each person: bit 0 is the one before the first. Those with the same bits are counted before the bits are told apart. */
function inBits(active: string, low: string, count: number, wanted: "people" | "person", parameters: Parameters): string {
  const bit = (number: string, isIn: string) => `bitShiftLeft(toUInt64(${isIn}), greatest(${number} - ${low} + 1, 0))`;
  const people = `SELECT person, groupBitOr(${bit("number", `number >= ${low} - 1`)}) AS active, min(number) AS earliest, ${bit("earliest", `earliest >= ${low}`)} AS new
    FROM (${active}) GROUP BY person HAVING active > 0`;
  const alike =
    wanted === "person"
      ? `SELECT *, 1 AS people FROM (${people})`
      : `SELECT active, new, count() AS people FROM (${people}) GROUP BY active, new`;
  const inRange = parameters.add(String((2n ** BigInt(count) - 1n) << 1n), "UInt64");
  const before = "bitShiftLeft(active, 1)";
  const bits = {
    new: "new",
    returning: `bitAnd(bitAnd(active, ${before}), ${inRange})`,
    resurrecting: `bitAnd(bitAnd(bitAnd(active, bitNot(${before})), bitNot(new)), ${inRange})`,
    dormant: `bitAnd(bitAnd(bitNot(active), ${before}), ${inRange})`,
  } satisfies Record<LifecycleStatus, string>;
  const entries = lifecycleStatuses.map(
    (status) => `arrayMap(b -> (toInt32(b) + ${low} - 1, '${status}'), bitPositionsToArray(${bits[status]}))`,
  );
  return `SELECT *, entry.1 AS number, entry.2 AS status FROM (${alike}) ARRAY JOIN arrayConcat(${entries.join(", ")}) AS entry`;
}
