import { durationMs, type JourneyDefinition } from "@throughline/contract";
import type { Parameters } from "../insights/index.ts";
import { personExpression } from "../timeline/index.ts";
import { expiredNodeNumber, markSql as m, rowsOf, type CompileMatch } from "./mark-sql.ts";

export type InstancesQuestion = {
  definition: JourneyDefinition;
  parameters: Parameters;
  compile: CompileMatch;
  /** Interactions from here on are not looked at, ms since 1970. */
  asOfMs: number;
  /** A condition on the interaction that begins an instance: only those instances. */
  where?: string | undefined;
  /** What of rows is taken along: `expression` of those `when` (SQL of `mark`) as pairs with their mark, in the column `name`. */
  carry?: readonly { name: string; expression: string; when: string }[] | undefined;
  /** Histories of these alone (people's or accounts' numbers), as a condition on `subject`. */
  subjects?: string | undefined;
};

/** Whose journey it is, as a number. */
export const subjectExpression = (definition: JourneyDefinition): string => (definition.by === "account" ? "account_id" : personExpression);

/** The rows of a journey: their mark, and the condition on the timeline's table. */
export function journeyRows({ definition, parameters, compile, asOfMs, where, subjects }: InstancesQuestion): {
  mark: string;
  condition: string;
} {
  const { mark, belongs } = rowsOf(definition, parameters, compile, where ?? null);
  const conditions = [
    `workspace_id = ${parameters.workspace}`,
    `at < fromUnixTimestamp64Milli(${parameters.add(asOfMs, "Int64")})`,
    "NOT is_bot",
    ...(definition.by === "account" ? ["account_id != 0"] : []),
    belongs,
    ...(subjects === undefined ? [] : [subjects]),
  ];
  return { mark, condition: conditions.join(" AND ") };
}

/**
 * CTEs up to `instance`, one row for each: `subject`, `history` (all marks of the subject, in order), `start` and `marks` (see mark-sql), `window_end`, `end_node` (0 while it is open) and `end_ms`.
 * The rules are those of `instancesOf` in domain/journeys. A history is cut after each end; in a piece an entry begins an instance when it lies after the window of the one before.
 */
export function instanceTables(question: InstancesQuestion): string {
  const { definition, parameters, asOfMs, where, carry = [] } = question;
  const window = parameters.add(durationMs(definition.window), "UInt64");
  const asOf = parameters.add(asOfMs, "UInt64");
  const rows = journeyRows(question);
  const carried = carry.map(({ name, expression }) => `, ${expression} AS one_of_${name}`).join("");
  const gathered = carry.map(({ name, when }) => `, arraySort(groupArrayIf((mark, one_of_${name}), ${when})) AS ${name}`).join("");
  return `
    mark AS (
      SELECT ${subjectExpression(definition)} AS subject, ${rows.mark} AS mark${carried}
      FROM interaction WHERE ${rows.condition}
    ),
    history AS (
      SELECT subject, arraySort(groupArray(mark)) AS history${gathered}
      FROM mark GROUP BY subject HAVING countIf(${m.isEntry("mark")}) > 0
    ),
    piece AS (SELECT *, arrayJoin(arrayReverseSplit(x -> ${m.isEnd("x")}, history)) AS piece FROM history),
    entered AS (
      SELECT *, arrayFilter(x -> ${m.isEntry("x")}, piece) AS entries, ${m.ms("entries[-1]")} <= ${m.ms("entries[1]")} + ${window} AS is_one
      FROM piece
    ),
    -- A fold is slow: where all entries lie within the window of the first, that is the only one.
    attempt AS (
      SELECT *, arrayJoin(arrayConcat(arraySlice(entries, 1, is_one),
        arrayFold((found, x) -> if(${m.ms("x")} > ${m.ms("found[-1]")} + ${window}, arrayPushBack(found, x), found), arraySlice(entries, 1, if(is_one, 0, length(entries))), emptyArrayUInt64()))) AS start
      FROM entered
    ),
    bounded AS (
      SELECT *, ${m.ms("start")} + ${window} AS window_end, arrayFilter(x -> x >= start AND ${m.ms("x")} <= window_end, piece) AS marks, marks[-1] AS last
      FROM attempt${where !== undefined ? ` WHERE ${m.isChosen("start")}` : ""}
    ),
    instance AS (
      SELECT *, multiIf(${m.isEnd("last")}, toUInt8(${m.node("last")}), window_end < ${asOf}, ${expiredNodeNumber}, 0) AS end_node,
        multiIf(${m.isEnd("last")}, ${m.ms("last")}, window_end < ${asOf}, window_end, 0) AS end_ms
      FROM bounded
    )`;
}

/** Of each instance `places` (marks with the node where the instance is once they have happened), `path` (the beginning and what led to stages) and `path_starts` (of the visit of each). */
export const pathTable = `
    path AS (
      SELECT *,
        arrayMap((x, place) -> ${m.withNode("x", "place")}, marks, arrayFill(place -> place > 0, arrayMap(x -> ${m.stage("x")}, marks))) AS places,
        arrayConcat(if(${m.stage("start")} = 0, [${m.withNode("start", "0")}], emptyArrayUInt64()), arrayFilter(x -> ${m.stage("x")} > 0, marks)) AS path,
        arrayFill((x, is_new) -> is_new, path, arrayMap((x, before) -> ${m.node("x")} != before, path, arrayPushFront(arrayMap(x -> ${m.node("x")}, arrayPopBack(path)), 31))) AS path_starts
      FROM instance
    )`;
