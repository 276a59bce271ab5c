import type { EventMatch } from "@throughline/contract";
import { z } from "zod";
import { instanceTables, journeyRows, pathTable, type InstancesQuestion } from "./instances-sql.ts";
import { markSql as m, originNode } from "./mark-sql.ts";

/** In the place of a node where a move would come from: what is counted besides moves. */
export const contactCount = 28;
export const frictionCount = 29;

export const dayRowSchema = z.object({ day: z.string(), a: z.number(), b: z.number(), count: z.number() });
export type DayRow = z.infer<typeof dayRowSchema>;

/** Moves (from node a to b), contacts and friction of instances by day of the zone, from a moment on. */
export function daysStatement(question: InstancesQuestion, fromMs: number, timezone: string): string {
  const { parameters } = question;
  const from = parameters.add(fromMs, "UInt64");
  const other = (kind: number, test: string) =>
    `arrayMap(x -> (${m.ms("x")}, toUInt64(${kind}), toUInt64(0)), arrayFilter(x -> ${test}, marks))`;
  return `WITH ${instanceTables(question)}, ${pathTable},
    moved AS (
      SELECT marks, path, start, if(end_node > 0, arrayPushBack(path, ${m.make("end_ms", "end_node")}), path) AS whole FROM path WHERE end_node = 0 OR end_ms >= ${from}
    ),
    fact AS (
      SELECT arrayJoin(arrayConcat([(${m.ms("start")}, toUInt64(${originNode}), ${m.node("path[1]")})],
        arrayMap((x, next) -> (${m.ms("next")}, ${m.node("x")}, ${m.node("next")}), arrayPopBack(whole), arrayPopFront(whole)),
        ${other(contactCount, m.isContact("x"))}, ${other(frictionCount, m.isFriction("x"))})) AS fact
      FROM moved
    )
    SELECT toString(toDate(fromUnixTimestamp64Milli(toInt64(fact.1)), ${parameters.add(timezone, "String")})) AS day, toUInt8(fact.2) AS a, toUInt8(fact.3) AS b, toUInt32(count()) AS count
    FROM fact WHERE fact.1 >= ${from} GROUP BY day, a, b`;
}

export const segmentRowSchema = z.object({ property: z.string(), value: z.string(), looked: z.number(), before: z.number() });
export type SegmentRow = z.infer<typeof segmentRowSchema>;

const sessionColumns = ["device", "browser", "os", "locale"];
const mostValues = 2000;

/** How often each value of each property came with some interactions, in the days looked at and before; the row of property '' counts them all. */
export function segmentsStatement(
  question: InstancesQuestion,
  matches: readonly EventMatch[],
  span: { fromMs: number; lookedMs: number; toMs: number },
): string {
  const { parameters, compile } = question;
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")})`;
  const own = `arrayMap(x -> (concat('event.', x.1), trim(BOTH '"' FROM x.2)), arrayFilter(x -> length(x.2) BETWEEN 1 AND 60, JSONExtractKeysAndValuesRaw(toJSONString(properties))))`;
  const columns = ["('event.$channel', toString(channel))", ...sessionColumns.map((name) => `('session.${name}', toString(${name}))`)];
  return `SELECT pair.1 AS property, pair.2 AS value, toUInt32(countIf(at >= ${moment(span.lookedMs)})) AS looked, toUInt32(countIf(at < ${moment(span.lookedMs)})) AS before
    FROM (
      SELECT at, arrayJoin(arrayConcat([('', '')], ${own}, [${columns.join(", ")}])) AS pair FROM interaction
      WHERE ${journeyRows(question).condition} AND at >= ${moment(span.fromMs)} AND at < ${moment(span.toMs)} AND (${matches.map(compile).join(" OR ")})
    ) WHERE pair.1 = '' OR pair.2 != '' GROUP BY property, value ORDER BY property = '' DESC, looked + before DESC LIMIT ${mostValues}`;
}
