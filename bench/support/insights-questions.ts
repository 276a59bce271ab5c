import type { QueryInput } from "@throughline/contract";

/**
 * One question of each kind: as our query, as the best SQL that a person would write for it on our ClickHouse tables (`{workspaceId:UUID}`, {@link person} for who it is), and as SQL for
 * DuckDB over `interactions(person, moment, name, session, path, plan)`. The first column of the first row of all three is the same number, so that a quick wrong answer is noticed.
 */
export type InsightsQuestion = {
  name: string;
  query: QueryInput;
  /** The number of our answer that the others must give too. */
  numberOf: (answer: never) => number;
  clickhouse: string;
  duckdb: string;
};

export const firstDay = "2026-01-01";
export const days = 90;
const range = { from: firstDay, to: "2026-03-31" };
const person = "dictGetOrDefault('person_of', 'person_id', profile_id, profile_id)";
const all = "workspace_id = {workspaceId:UUID} AND toDate(at) BETWEEN '2026-01-01' AND '2026-03-31' AND NOT is_bot";
const steps = ["Product Viewed", "Product Added", "Order Completed"] as const;
const windowMs = 7 * 86_400_000;
type Points = { points: { value: number | null }[] };
const total = (series: readonly Points[]): number =>
  series.flatMap(({ points }) => points).reduce((sum, { value }) => sum + (value ?? 0), 0);

export const insightsQuestions: readonly InsightsQuestion[] = [
  {
    name: "trends, people a day",
    query: { kind: "trends", range, interval: "day", series: [{ event: "Order Completed", measure: { kind: "people" } }] },
    numberOf: ({ series }: { series: Points[] }) => total(series),
    clickhouse: `SELECT sum(n) FROM (SELECT toDate(at) AS day, uniqExact(${person}) AS n FROM interaction WHERE ${all} AND name = 'Order Completed' GROUP BY day)`,
    duckdb: `SELECT sum(n) FROM (SELECT moment::DATE AS day, count(DISTINCT person) AS n FROM interactions WHERE name = 'Order Completed' GROUP BY day)`,
  },
  {
    name: "trends, by a property",
    query: {
      kind: "trends",
      range,
      interval: "week",
      series: [{ event: "Product Added" }],
      breakdown: { property: "event.plan", limit: 10 },
    },
    numberOf: ({ series }: { series: Points[] }) => total(series),
    clickhouse: `SELECT sum(n) FROM (SELECT toMonday(at) AS week, properties.plan.:String AS plan, count() AS n FROM interaction WHERE ${all} AND name = 'Product Added' GROUP BY week, plan)`,
    duckdb: `SELECT sum(n) FROM (SELECT date_trunc('week', moment) AS week, plan, count(*) AS n FROM interactions WHERE name = 'Product Added' GROUP BY week, plan)`,
  },
  {
    name: "funnel of 3 steps",
    query: { kind: "funnel", range, steps: steps.map((event) => ({ event })), window: { value: 7, unit: "day" } },
    numberOf: ({ steps: reached }: { steps: { count: number }[] }) => reached.at(-1)?.count ?? 0,
    clickhouse: `SELECT countIf(level = 3) FROM (
      SELECT ${person} AS person, windowFunnel(${windowMs})(toUInt64(toUnixTimestamp64Milli(at)), ${steps.map((name) => `name = '${name}'`).join(", ")}) AS level
      FROM interaction WHERE ${all} AND name IN (${steps.map((name) => `'${name}'`).join(", ")}) GROUP BY person)`,
    // The latest beginning that each later step can still belong to, carried forward: exact, in one pass over sorted rows.
    duckdb: `WITH a AS (SELECT person, moment, name, max(CASE WHEN name = '${steps[0]}' THEN moment END) OVER w AS start1 FROM interactions WHERE name IN ('${steps.join("', '")}') WINDOW w AS (PARTITION BY person ORDER BY moment)),
      b AS (SELECT *, max(CASE WHEN name = '${steps[1]}' AND moment - start1 <= INTERVAL 7 DAY THEN start1 END) OVER w AS start2 FROM a WINDOW w AS (PARTITION BY person ORDER BY moment))
      SELECT count(DISTINCT person) FROM b WHERE name = '${steps[2]}' AND moment - start2 <= INTERVAL 7 DAY`,
  },
  {
    name: "paths of 5 steps",
    query: { kind: "paths", range: { from: firstDay, to: "2026-01-14" }, nodes: "event", steps: 5, limit: 500 },
    numberOf: ({ edges, left }: { edges: { count: number }[]; left: number }) => left + edges.reduce((sum, { count }) => sum + count, 0),
    clickhouse: `SELECT sum(n) FROM (SELECT count() AS n, uniqExact(person) AS people, quantileExact(0.5)(edge.4) AS ms FROM (
      SELECT person, arraySlice(arrayFilter((x, y, i) -> i = 1 OR x.2 != y.2, visit, arrayPushFront(arrayPopBack(visit), visit[1]), arrayEnumerate(visit)), 1, 5) AS nodes FROM (
        SELECT person, arrayJoin(arraySplit((x, y) -> x.1 - y.1 > 1800000, visits, arrayPushFront(arrayPopBack(visits), visits[1]))) AS visit FROM (
          SELECT ${person} AS person, arraySort(groupArray((toUnixTimestamp64Milli(at), name))) AS visits FROM interaction
          WHERE ${all.replace("2026-03-31", "2026-01-14")} AND kind = 'track' GROUP BY person)))
      ARRAY JOIN arrayMap(i -> (i, nodes[i].2, nodes[i + 1].2, nodes[i + 1].1 - nodes[i].1), range(1, length(nodes))) AS edge GROUP BY edge.1, edge.2, edge.3)`,
    duckdb: `WITH g AS (SELECT person, moment, name, lag(name) OVER w AS before, coalesce(moment - lag(moment) OVER w > INTERVAL 30 MINUTE, true) AS begins FROM interactions
        WHERE moment < '2026-01-15' AND name <> 'Page Viewed' WINDOW w AS (PARTITION BY person ORDER BY moment, name)),
      s AS (SELECT *, sum(begins::INT) OVER (PARTITION BY person ORDER BY moment, name) AS visit FROM g),
      n AS (SELECT person, visit, moment, name, row_number() OVER w AS place, lead(name) OVER w AS next, lead(moment) OVER w - moment AS took FROM s WHERE begins OR before <> name WINDOW w AS (PARTITION BY person, visit ORDER BY moment, name)),
      e AS (SELECT place, name, next, count(*) AS n, count(DISTINCT person) AS people, median(took) FROM n WHERE place < 5 AND next IS NOT NULL GROUP BY ALL) SELECT sum(n) FROM e`,
  },
  {
    name: "retention by week",
    query: {
      kind: "retention",
      range,
      start: { event: "Signed In" },
      return: { event: "Signed In" },
      period: "week",
      periods: 12,
      cohort: "recurring",
    },
    numberOf: ({ cohorts }: { cohorts: { counts: (number | null)[] }[] }) => cohorts[0]?.counts[1] ?? 0,
    clickhouse: `SELECT n FROM (SELECT start, dateDiff('week', start, back) AS period, count() AS n FROM (
      SELECT ${person} AS person, groupUniqArray(toMonday(at)) AS weeks FROM interaction WHERE ${all} AND name = 'Signed In' GROUP BY person)
      ARRAY JOIN weeks AS start ARRAY JOIN arrayFilter(week -> week >= start, weeks) AS back GROUP BY start, period) WHERE period = 1 ORDER BY start LIMIT 1`,
    duckdb: `WITH w AS (SELECT DISTINCT person, date_trunc('week', moment) AS week FROM interactions WHERE name = 'Signed In')
      SELECT n FROM (SELECT a.week AS start, datediff('week', a.week, b.week) AS period, count(*) AS n FROM w a JOIN w b ON a.person = b.person AND b.week >= a.week GROUP BY ALL) WHERE period = 1 ORDER BY start LIMIT 1`,
  },
  {
    name: "lifecycle by week",
    query: { kind: "lifecycle", range, interval: "week", event: "Product Viewed" },
    numberOf: ({ series }: { series: { new: Points["points"] } }) => total([{ points: series.new }]),
    clickhouse: `SELECT sumIf(n, status = 'new') FROM (SELECT week, status, count() AS n FROM (
      SELECT arraySort(groupUniqArray(toMonday(at))) AS weeks FROM interaction WHERE workspace_id = {workspaceId:UUID} AND toDate(at) <= '2026-03-31' AND NOT is_bot AND name = 'Product Viewed' GROUP BY ${person})
      ARRAY JOIN weeks AS week, arrayMap((w, i) -> multiIf(i = 1, 'new', weeks[i - 1] = w - 7, 'returning', 'resurrecting'), weeks, arrayEnumerate(weeks)) AS status GROUP BY week, status)`,
    duckdb: `WITH w AS (SELECT DISTINCT person, date_trunc('week', moment) AS week FROM interactions WHERE name = 'Product Viewed'),
      s AS (SELECT week, CASE WHEN lag(week) OVER o IS NULL THEN 'new' WHEN lag(week) OVER o = week - INTERVAL 7 DAY THEN 'returning' ELSE 'resurrecting' END AS status FROM w WINDOW o AS (PARTITION BY person ORDER BY week))
      SELECT count(*) FILTER (WHERE status = 'new') FROM s`,
  },
  {
    name: "stickiness by day",
    query: { kind: "stickiness", range, interval: "day", event: "Product Viewed" },
    numberOf: ({ counts }: { counts: number[] }) => counts[0] ?? 0,
    clickhouse: `SELECT people FROM (SELECT active, count() AS people FROM (SELECT uniqExact(toDate(at)) AS active FROM interaction WHERE ${all} AND name = 'Product Viewed' GROUP BY ${person}) GROUP BY active) WHERE active = 1`,
    duckdb: `SELECT people FROM (SELECT active, count(*) AS people FROM (SELECT count(DISTINCT moment::DATE) AS active FROM interactions WHERE name = 'Product Viewed' GROUP BY person) GROUP BY active) WHERE active = 1`,
  },
];

const funnel = (names: readonly string[], more: object = {}): QueryInput => ({
  kind: "funnel",
  range,
  steps: names.map((event) => ({ event })),
  window: { value: 7, unit: "day" },
  ...more,
});
const [viewed, added] = steps;

/** Shapes of funnels that are measured against the plain one, which stands first. */
export const funnelShapes: readonly { name: string; query: QueryInput }[] = [
  { name: "plain", query: funnel(steps) },
  { name: "overlapping steps", query: funnel([viewed, viewed, added]) },
  { name: "exclusion", query: funnel(steps, { exclude: [{ event: "Coupon Viewed", from: 0, to: 1 }] }) },
  { name: "overlapping, exclusion", query: funnel([viewed, viewed, added], { exclude: [{ event: "Coupon Viewed", from: 0, to: 1 }] }) },
  { name: "any order", query: funnel(steps, { order: "any" }) },
  { name: "any order, overlapping", query: funnel([viewed, viewed, added], { order: "any" }) },
  { name: "mixpanel", query: funnel(steps, { semantics: "mixpanel" }) },
];

/** What the journey map is measured with: an instance for each time that somebody looks at products and has not yet ended. */
export const benchJourney = {
  key: "bench",
  name: "Bench",
  entry: { event: "Product Viewed" },
  stages: [
    { key: "search", name: "Search", matches: [{ event: "Search Performed" }] },
    { key: "cart", name: "Cart", matches: [{ event: "Product Added" }] },
    { key: "checkout", name: "Checkout", matches: [{ event: "Checkout Started" }] },
  ],
  goal: [{ event: "Order Completed" }],
  window: { value: 1, unit: "day" },
};
