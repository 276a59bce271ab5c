import { z } from "zod";
import { personExpression } from "../timeline/index.ts";
import { effortSql } from "./effort-sql.ts";
import { instanceTables, pathTable, type InstancesQuestion } from "./instances-sql.ts";
import { goalNode, markSql as m } from "./mark-sql.ts";

const number = z.coerce.number();
export const instanceRowSchema = z.object({
  subject_id: z.string(),
  person_id: z.string(),
  started_ms: number,
  ended_ms: number,
  last_ms: number,
  end: z.number(),
  nodes: z.array(z.number()),
  interactions: number,
  contacts: number,
  switches: number,
  repeats: number,
  friction: number,
  revenue: z.number(),
  channels: z.array(z.coerce.number()),
  total: z.number(),
});
export type InstanceRow = z.infer<typeof instanceRowSchema>;

/** Which instances: those under way at some time of the range, and what else holds. Nodes by their number; ends: 0 is open. */
export type InstancesFilter = {
  fromMs: number;
  toMs: number;
  stage?: number | undefined;
  ends?: readonly number[] | undefined;
  startedMs?: number | undefined;
};

/** A page of instances, the latest first, behind a place (moment of the beginning, subject). */
export function instancesStatement(
  question: InstancesQuestion,
  filter: InstancesFilter,
  page: { after: readonly [number, string] | null; limit: number },
): string {
  const { parameters, definition } = question;
  const bound = (value: number) => parameters.add(value, "UInt64");
  const carry = [...(question.carry ?? []), { name: "starters", expression: personExpression, when: m.isEntry("mark") }];
  const conditions = [
    `${m.ms("start")} < ${bound(filter.toMs)}`,
    `(end_node = 0 OR end_ms >= ${bound(filter.fromMs)})`,
    ...(filter.stage === undefined ? [] : [`${m.node("path[-1]")} = ${filter.stage}`]),
    ...(filter.ends === undefined ? [] : [`end_node IN ${parameters.add(filter.ends, "Array(UInt8)")}`]),
    ...(filter.startedMs === undefined ? [] : [`${m.ms("start")} = ${bound(filter.startedMs)}`]),
  ];
  const beyond = page.after ? `WHERE (started_ms, subject) < (${bound(page.after[0])}, ${parameters.add(page.after[1], "UInt64")})` : "";
  return `WITH ${instanceTables({ ...question, carry })}, ${pathTable},
    chosen AS (SELECT *, ${m.ms("start")} AS started_ms, toUInt32(count() OVER ()) AS total FROM path WHERE ${conditions.join(" AND ")})
    SELECT toString(subject) AS subject_id, toString(arrayFirst(x -> x.1 = start, starters).2) AS person_id, started_ms, end_ms AS ended_ms, ${m.ms("last")} AS last_ms, toUInt8(end_node) AS end,
      arrayMap(x -> toUInt8(${m.node("x")}), arrayFilter((x, since) -> x = since, path, path_starts)) AS nodes, length(marks) AS interactions,
      ${effortSql.contacts} AS contacts, ${effortSql.switches} AS switches, ${effortSql.repeats} AS repeats, ${effortSql.friction} AS friction,
      toFloat64(${definition.revenue ? effortSql.revenue : "0"}) AS revenue, arrayDistinct(arrayMap(x -> ${m.channel("x")}, marks)) AS channels, total
    FROM chosen ${beyond} ORDER BY started_ms DESC, subject DESC LIMIT ${page.limit + 1}`;
}

/** Ends by the name of an outcome. */
export const endsOf = (outcome: string, failures: readonly number[], expired: number): number[] =>
  outcome === "open" ? [0] : outcome === "completed" ? [goalNode] : outcome === "failed" ? [...failures] : [expired];
