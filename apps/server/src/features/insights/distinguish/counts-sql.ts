import { rowMs } from "../funnel/sql.ts";
import { rowsOfAnything, rowsOfFirstStep, type Comparison } from "./compared-units.ts";

/** Texts beyond this are no values that anybody would compare by. */
const longestValue = 100;
/** Of each property or event so many units must have it, and as many not: less says nothing. */
const fewestUnits = 3;
/** The most frequent candidates, of which the strongest are shown. */
const mostCandidates = 3_000;

const columnsOfSession = {
  device: "device",
  browser: "browser",
  os: "os",
  locale: "locale",
  timezone: "timezone",
  referrer: "referrer",
  utmSource: "utm_source",
  utmMedium: "utm_medium",
  utmCampaign: "utm_campaign",
};

/** The scalar members of a JSON column, as (property, text) under a root such as `event`. */
function scalarsOf(column: string, root: string): string {
  const text = "if(startsWith(m.2, '\"'), JSONExtractString(m.2), m.2)";
  return `arrayMap(m -> (concat('${root}.', m.1), ${text}), arrayFilter(m -> NOT match(m.2, '^([{\\\\[]|null$|""$)'), JSONExtractKeysAndValuesRaw(toJSONString(${column}))))`;
}

/** A comparison whose groups have so many units together. */
export type Counted = Comparison & { total: number };

/** From rows of `unit`, `converted`, `property` and `value`, each once a unit: how many of each group have it. */
const counted = (
  rows: string,
  { parameters, total }: Counted,
): string => `SELECT property, value, countIf(converted) AS with_converted, countIf(NOT converted) AS with_dropped
  FROM (SELECT DISTINCT unit, converted, property, value FROM (${rows}) WHERE length(value) <= ${longestValue}) GROUP BY property, value
  HAVING count() >= ${fewestUnits} AND count() <= ${parameters.add(total - fewestUnits, "Int64")} ORDER BY count() DESC, property, value LIMIT ${mostCandidates}`;

/** How many there are in each group. */
export const groupSizes = ({ units }: Comparison): string =>
  `SELECT countIf(converted) AS all_converted, countIf(NOT converted) AS all_dropped FROM (${units})`;

/** What else they did between the beginning and the step (or the end of the window): events under an empty property, by name. Those of the funnel itself are left out. */
export function eventCounts(comparison: Counted): string {
  const { query, parameters, units } = comparison;
  const own = [...query.steps, ...query.exclude].flatMap(({ event }) => event ?? []);
  const rows = `SELECT units.unit AS unit, converted, '' AS property, mark.2 AS value
    FROM (${rowsOfAnything(comparison, `(${rowMs}, toString(name))`)}) AS looked INNER JOIN (${units}) AS units ON looked.unit = units.unit
    WHERE mark.1 >= begin_ms AND mark.1 < end_ms AND mark.2 NOT IN ${parameters.add(own, "Array(String)")}`;
  return counted(rows, comparison);
}

/** What the interaction of step 1 was like, and the session it came in. */
export function firstStepCounts(comparison: Counted): string {
  const ofSession = Object.entries(columnsOfSession).map(([name, column]) => `('session.${name}', toString(${column}))`);
  const mark = `(${rowMs}, arrayConcat(arrayFilter(p -> p.2 != '', [${ofSession.join(", ")}]), ${scalarsOf("properties", "event")}))`;
  const rows = `SELECT unit, converted, pair.1 AS property, pair.2 AS value FROM (
    SELECT units.unit AS unit, converted, mark.2 AS pairs FROM (${rowsOfFirstStep(comparison, mark)}) AS looked INNER JOIN (${comparison.units}) AS units ON looked.unit = units.unit
    WHERE mark.1 = begin_ms) ARRAY JOIN pairs AS pair`;
  return counted(rows, comparison);
}

/** Who they are. */
export function traitCounts(comparison: Counted): string {
  const { parameters, units } = comparison;
  const rows = `SELECT unit, converted, pair.1 AS property, pair.2 AS value FROM (
    SELECT unit, converted, pairs FROM (SELECT unit, converted, arrayJoin(people) AS person FROM (${units})) AS theirs
    INNER JOIN (SELECT person_id, ${scalarsOf("traits", "person")} AS pairs FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}) AS states ON person = states.person_id)
    ARRAY JOIN pairs AS pair`;
  return counted(rows, comparison);
}
