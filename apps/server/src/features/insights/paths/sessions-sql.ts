import type { PathsQuery } from "@throughline/contract";
import { personExpression } from "../../timeline/index.ts";
import { lookedAt } from "../looked-at.ts";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import type { NodeNumbers } from "./node-numbers.ts";

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
 * The sessions that a paths query is about, as rows of `person`, `nodes` (an array of {@link NodeNumbers}, as far as they are shown) and `first_step`. A session ends where the next node is more than
 * the gap later; what follows on itself is one node.
 */
export function pathRows(query: PathsQuery, numbers: NodeNumbers, parameters: Parameters, context: QueryContext): string {
  const { fromMs, toMs } = context;
  const rows = `SELECT ${personExpression} AS person, ${numbers.ofRow} AS node FROM interaction
    WHERE ${lookedAt({ where: query.where, fromMs, toMs }, parameters, context)} AND ${numbers.isNode}`;
  const people = `SELECT person, arraySort(groupArray(node)) AS all_nodes FROM (${rows}) GROUP BY person`;
  const gap = parameters.add(query.gapMinutes * 60_000, "Int64");
  const isLater = `${numbers.ms("n")} - ${numbers.ms("b")} > ${gap}`;
  const sessions = `SELECT person, arrayJoin(arraySplit((n, b) -> ${isLater}, all_nodes, arrayPushFront(arrayPopBack(all_nodes), all_nodes[1]))) AS session FROM (${people})`;
  // Before the first stands one with another label.
  const isOther = `${numbers.place("n")} != ${numbers.place("b")}`;
  const paths = `SELECT person, arrayFilter((n, b) -> ${isOther}, session, arrayPushFront(arrayPopBack(session), bitNot(session[1]))) AS path FROM (${sessions})`;
  const isCalled = (label: string) => `${numbers.place("n")} = ${numbers.placeOf(label)}`;
  const begun =
    query.start === undefined
      ? `SELECT *, 1 AS from_place FROM (${paths})`
      : `SELECT *, arrayFirstIndex(n -> ${isCalled(query.start)}, path) AS from_place FROM (${paths}) WHERE from_place > 0`;
  const earliestEnd = query.start === undefined ? "i >= 1" : "i > from_place";
  const ended =
    query.end === undefined
      ? begun
      : `SELECT *, arrayFirstIndex((n, i) -> ${isCalled(query.end)} AND ${earliestEnd}, path, arrayEnumerate(path)) AS to_place FROM (${begun}) WHERE to_place > 0`;
  const { nodes, firstStep } = shownPart(query);
  return `SELECT person, nodes, ${firstStep} AS first_step FROM (SELECT person, ${nodes} AS nodes FROM (${ended}))`;
}

/** The transitions of such a row: tuples of step, the label's place, that of the label after it, and ms between. */
export const transitionsOfPath = ({ ms, place }: NodeNumbers): string =>
  `arrayMap((a, b, i) -> (toUInt32(first_step + i - 1), ${place("a")}, ${place("b")}, ${ms("b")} - ${ms("a")}), arrayPopBack(nodes), arrayPopFront(nodes), arrayEnumerate(arrayPopBack(nodes)))`;
