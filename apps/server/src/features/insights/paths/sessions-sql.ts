import type { PathsQuery } from "@throughline/contract";
import { personExpression } from "../../timeline/index.ts";
import { lookedAt } from "../looked-at.ts";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";

const kindsOf = { page: ["page", "screen"], event: ["track"], both: ["page", "screen", "track"] } as const;

/** What a row is called as a node: a page by its path, cleaned by the first rule that is found in it, or by its name where it has none; an event by its name. */
function labelOf({ clean }: PathsQuery, parameters: Parameters): string {
  const rules = clean.map(({ match, as }) => `match(path, ${parameters.add(match, "String")}), ${parameters.add(as, "String")}, `);
  return `multiIf(kind = 'track' OR path = '', toString(name), ${rules.join("")}path)`;
}

/** The shown part of a session's nodes (`path`), of which the query's start and end are at `from_place` and `to_place`, and the step at which it begins. */
function shownPart({ start, end, steps }: PathsQuery): { nodes: string; firstStep: string } {
  if (end === undefined) return { nodes: `arraySlice(path, from_place, ${steps})`, firstStep: "1" };
  if (start !== undefined) return { nodes: `arraySlice(path, from_place, least(to_place - from_place + 1, ${steps}))`, firstStep: "1" };
  return {
    nodes: `arraySlice(path, greatest(1, toInt64(to_place) - ${steps - 1}), least(to_place, ${steps}))`,
    firstStep: `${steps + 1} - length(nodes)`,
  };
}

/**
 * The sessions that a paths query is about, as rows of `person`, `nodes` (an array of (ms, label), as far as they are shown) and `first_step`. A session ends where the next node is more than the gap
 * later; what follows on itself is one node.
 */
export function pathRows(query: PathsQuery, parameters: Parameters, context: QueryContext): string {
  const rows = `SELECT ${personExpression} AS person, toUnixTimestamp64Milli(at) AS ms, ${labelOf(query, parameters)} AS label FROM interaction
    WHERE ${lookedAt({ where: query.where, fromMs: context.fromMs, toMs: context.toMs }, parameters, context)} AND kind IN ${parameters.add(kindsOf[query.nodes], "Array(String)")}`;
  const people = `SELECT person, arraySort(groupArray((ms, label))) AS all_nodes FROM (${rows}) GROUP BY person`;
  const before = (nodes: string) => `arrayPushFront(arrayPopBack(${nodes}), ${nodes}[1])`;
  const gap = parameters.add(query.gapMinutes * 60_000, "Int64");
  const sessions = `SELECT person, arrayJoin(arraySplit((n, b) -> n.1 - b.1 > ${gap}, all_nodes, ${before("all_nodes")})) AS session FROM (${people})`;
  const paths = `SELECT person, arrayFilter((n, b, i) -> i = 1 OR n.2 != b.2, session, ${before("session")}, arrayEnumerate(session)) AS path FROM (${sessions})`;
  const start = query.start === undefined ? "1" : `arrayFirstIndex(n -> n.2 = ${parameters.add(query.start, "String")}, path)`;
  const begun = `SELECT *, ${start} AS from_place FROM (${paths}) WHERE from_place > 0`;
  const earliestEnd = query.start === undefined ? "i >= 1" : "i > from_place";
  const ended =
    query.end === undefined
      ? begun
      : `SELECT *, arrayFirstIndex((n, i) -> n.2 = ${parameters.add(query.end, "String")} AND ${earliestEnd}, path, arrayEnumerate(path)) AS to_place FROM (${begun}) WHERE to_place > 0`;
  const { nodes, firstStep } = shownPart(query);
  return `SELECT person, nodes, ${firstStep} AS first_step FROM (SELECT person, ${nodes} AS nodes FROM (${ended}))`;
}

/** The transitions of such a row: tuples of step, label, the label after it, and seconds. */
export const transitionsOfPath =
  "arrayMap((a, b, i) -> (toUInt32(first_step + i - 1), a.2, b.2, (b.1 - a.1) / 1000), arrayPopBack(nodes), arrayPopFront(nodes), arrayEnumerate(arrayPopBack(nodes)))";
