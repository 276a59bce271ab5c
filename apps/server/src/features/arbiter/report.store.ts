import type { ArbiterReport } from "@throughline/contract";
import { sql, type RawBuilder } from "kysely";
import type { Db } from "./arbiter-deps.ts";

export type ReportRange = {
  from: Date;
  to: Date;
  timezone: string;
  flow?: string | undefined;
  kind?: string | undefined;
  rule?: string | undefined;
};
export type Counted = { touches: number; people: number; heldTouches: number; heldPeople: number };
type Row = {
  total: Counted;
  answers: ArbiterReport["answers"] | null;
  rules: ArbiterReport["rules"] | null;
  kinds: (Counted & Pick<ArbiterReport["kinds"][number], "kind">)[] | null;
  days: (Counted & { day: string })[] | null;
  flows: (Counted & { flow: string | null })[] | null;
};

const counts = sql`'touches', count(*), 'people', count(DISTINCT person_id), 'heldTouches', count(*) FILTER (WHERE held), 'heldPeople', count(DISTINCT person_id) FILTER (WHERE held)`;

/** A query of the last decision about each touch in a range: what a report counts, and what is behind its numbers. */
export const lastDecisions = (
  workspaceId: string,
  { from, to, flow, kind }: Omit<ReportRange, "timezone" | "rule">,
): RawBuilder<unknown> => {
  const conditions = [sql`d.workspace_id = ${workspaceId} AND d.decided_at >= ${from} AND d.decided_at < ${to}`];
  if (flow !== undefined) conditions.push(flow === "" ? sql`d.flow IS NULL` : sql`d.flow = ${flow}`);
  if (kind !== undefined) conditions.push(sql`d.kind = ${kind}`);
  return sql`
    SELECT DISTINCT ON (d.touch_id) d.id, d.profile_id, d.answer, d.kind, d.flow, d.held_by, d.answer <> 'now' AS held, d.decided_at
    FROM touch_decision d WHERE ${sql.join(conditions, sql` AND `)} ORDER BY d.touch_id, d.attempt DESC`;
};

/** The counts of a report, in one statement: one row a touch, with its last answer in the range. */
export async function countDecisions(db: Db, workspaceId: string, range: ReportRange) {
  const { timezone, rule } = range;
  const { rows } = await sql<Row>`
    WITH last AS MATERIALIZED (
      SELECT d.*, coalesce(f.person_id, d.profile_id) AS person_id, (d.decided_at AT TIME ZONE ${timezone})::date::text AS day
      FROM (${lastDecisions(workspaceId, range)}) d LEFT JOIN profile f ON f.workspace_id = ${workspaceId} AND f.id = d.profile_id),
    one AS (SELECT * FROM last WHERE ${rule ?? null}::text IS NULL OR ${rule ?? null}::text = ANY(held_by))
    SELECT (SELECT json_build_object(${counts}) FROM one) AS total,
      (SELECT json_agg(x.row) FROM (SELECT json_build_object('answer', answer, 'touches', count(*), 'people', count(DISTINCT person_id)) AS row FROM one GROUP BY answer ORDER BY count(*) DESC, answer) x) AS answers,
      (SELECT json_agg(x.row) FROM (SELECT json_build_object('rule', r.rule, 'touches', count(*), 'people', count(DISTINCT person_id), 'alone', count(*) FILTER (WHERE cardinality(held_by) = 1)) AS row
        FROM one, unnest(held_by) AS r(rule) GROUP BY r.rule ORDER BY count(*) DESC, r.rule) x) AS rules,
      (SELECT json_agg(x.row) FROM (SELECT json_build_object('kind', kind, ${counts}) AS row FROM one GROUP BY kind ORDER BY count(*) DESC, kind) x) AS kinds,
      (SELECT json_agg(x.row) FROM (SELECT json_build_object('day', day, ${counts}) AS row FROM one GROUP BY day ORDER BY day) x) AS days,
      (SELECT json_agg(x.row) FROM (SELECT json_build_object('flow', flow, ${counts}) AS row FROM one GROUP BY flow ORDER BY count(*) DESC, flow LIMIT 20) x) AS flows`.execute(
    db,
  );
  const row = rows[0] as Row;
  return {
    total: row.total,
    answers: row.answers ?? [],
    rules: row.rules ?? [],
    kinds: row.kinds ?? [],
    days: row.days ?? [],
    flows: row.flows ?? [],
  };
}
