import { markSql as m, originNode } from "./mark-sql.ts";
import { instanceTables, pathTable, type InstancesQuestion } from "./instances-sql.ts";
import type { MapPeriod, Span } from "@throughline/domain";

/** Kinds of tallies by their number in a fact. */
export const tallyKinds = ["move", "now", "stay", "channel", "switch"] as const;

/** A fact as one number: kind (3 bits) · period (1) · a (5) · b (5) · c (5) · first of its instance (1) · ms (43). Numbers are cheap to join and to group. */
const bits = { kind: 60, period: 59, a: 54, b: 49, c: 44, first: 43 } as const;
const msOfFact = (2n ** BigInt(bits.first) - 1n).toString();
const kindOf = (kind: (typeof tallyKinds)[number]): string => (BigInt(tallyKinds.indexOf(kind)) << BigInt(bits.kind)).toString();
const shifted = (value: string, by: number): string => `bitShiftLeft(toUInt64(${value}), ${by})`;
const joined = (...parts: string[]): string => parts.join(" + ");

/** A tally's key from its number. */
export function readKey(key: number): { kind: number; period: number; a: number; b: number; c: number } {
  return { kind: key >> 16, period: (key >> 15) & 1, a: (key >> 10) & 31, b: (key >> 5) & 31, c: key & 31 };
}

/** The tallies of a map in one statement over the journey's rows. Rows: key, count, instances (of moves), median_ms, p90_ms. */
export function mapStatement(question: InstancesQuestion, periods: Record<MapPeriod, Span>): string {
  const { parameters } = question;
  const bound = (ms: number) => parameters.add(ms, "UInt64");
  const [from, to] = [bound(periods.current.fromMs), bound(periods.current.toMs)];
  const [previousFrom, previousTo] = [bound(periods.previous.fromMs), bound(periods.previous.toMs)];
  // Everything is before the end of the current period, for nothing later is looked at.
  const isIn = (ms: string) =>
    `(${ms} >= ${previousFrom}${periods.previous.toMs === periods.current.fromMs ? "" : ` AND (${ms} >= ${from} OR ${ms} < ${previousTo})`})`;
  const periodOf = (ms: string) => shifted(`${ms} >= ${from}`, bits.period);
  // What comes after each: nothing (0, which is in no period) after the last of an instance that is open.
  const moves = `arrayMap((x, next, since) -> ${isIn(m.ms("next"))} * (${joined(
    m.nodeAt("x", bits.a),
    m.nodeAt("next", bits.b),
    periodOf(m.ms("next")),
    `toUInt64(${m.ms("next")} - ${m.ms(`if(${m.node("x")} = ${m.node("next")}, x, since)`)})`,
  )}), path, arrayPushBack(arrayPopFront(path), (end_node > 0) * (${m.make("end_ms", "end_node")})), path_starts)`;
  const visitAt = (end: string) => `path_starts[arrayLastIndex(x -> ${m.ms("x")} < ${end}, path)]`;
  const now = (period: number, end: string) =>
    `(${m.ms("start")} < ${end} AND (end_node = 0 OR end_ms >= ${end})) * (${joined(
      kindOf("now"),
      shifted(`${period}`, bits.period),
      m.nodeAt(visitAt(end), bits.a),
      `toUInt64(${end} - ${m.ms(visitAt(end))})`,
    )})`;
  const channels = `arrayMap(x -> ${isIn(m.ms("x"))} * (${joined(kindOf("channel"), periodOf(m.ms("x")), m.nodeAt("x", bits.a), m.channelAt("x", bits.b))}), places)`;
  const switches = `arrayMap((before, x) -> (${m.channel("before")} != ${m.channel("x")}) * ${isIn(m.ms("x"))} *
      (${joined(kindOf("switch"), periodOf(m.ms("x")), m.nodeAt("x", bits.a), m.channelAt("before", bits.b), m.channelAt("x", bits.c))}), arrayPopBack(talk), arrayPopFront(talk))`;
  const begun = `${isIn(m.ms("start"))} * (${joined(shifted(`${originNode}`, bits.a), m.nodeAt("path[1]", bits.b), periodOf(m.ms("start")))})`;
  return `WITH ${instanceTables(question)}, ${pathTable},
    faceted AS (
      SELECT arrayFilter(x -> ${m.isTalk("x")}, places) AS talk,
        arrayFilter(x -> x > 0, arrayPushFront(${moves}, ${begun})) AS moved,
        arrayConcat(arrayMap((x, n) -> x + bitShiftLeft(toUInt64(n = 1), ${bits.first}), moved, arrayEnumerateUniq(arrayMap(x -> bitShiftRight(x, ${bits.c}), moved))),
          [${now(1, to)}, ${now(0, previousTo)}], ${channels}, ${switches}) AS facts
      FROM path WHERE end_node = 0 OR end_ms >= ${previousFrom}
    ),
    tally AS (
      SELECT toUInt32(bitShiftRight(fact, ${bits.c})) AS tally_key, bitTest(fact, ${bits.first}) AS is_first, count() AS facts,
        quantilesExactInclusiveStateIf(0.5, 0.9)(bitAnd(fact, ${msOfFact}), tally_key < ${2 * 2 ** 16}) AS quantiles
      FROM (SELECT arrayJoin(facts) AS fact FROM faceted) WHERE fact > 0 GROUP BY tally_key, is_first
    )
    SELECT toUInt32(if(stay > 0, stay, tally_key)) AS key, toUInt32(sum(facts)) AS count, toUInt32(sumIf(facts, is_first = 1)) AS instances, quantilesExactInclusiveMerge(0.5, 0.9)(quantiles) AS quantiles
    FROM (SELECT *, ${stayKey} AS stay FROM tally) GROUP BY GROUPING SETS ((tally_key), (stay)) HAVING tally_key > 0 OR stay > 0`;
}

/** Moves out of a stage are the ends of stays in it: beginnings and loops are none. */
const stayKey = `toUInt32(if(tally_key < ${2 ** 16} AND bitAnd(bitShiftRight(tally_key, 10), 31) != ${originNode} AND bitAnd(bitShiftRight(tally_key, 10), 31) != bitAnd(bitShiftRight(tally_key, 5), 31),
      ${2 * 2 ** 16} + bitAnd(tally_key, ${2 ** 15 + 31 * 2 ** 10}), 0))`;
