import type { ArbiterReport } from "@throughline/contract";
import { sql } from "kysely";
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

/** The counts of a report, in one statement: one row a touch, with its last answer in the range. */
export async function countDecisions(db: Db, workspaceId: string, { from, to, timezone, flow, kind, rule }: ReportRange) {
  const { rows } = await sql<Row>`
    WITH last AS MATERIALIZED (
      SELECT DISTINCT ON (d.touch_id) d.answer, d.kind, d.flow, d.held_by, d.answer <> 'now' AS held, coalesce(f.person_id, d.profile_id) AS person_id, (d.decided_at AT TIME ZONE ${timezone})::date::text AS day
      FROM touch_decision d LEFT JOIN profile f ON f.workspace_id = d.workspace_id AND f.id = d.profile_id
      WHERE d.workspace_id = ${workspaceId} AND d.decided_at >= ${from} AND d.decided_at < ${to} ${flow === undefined ? sql`` : sql`AND d.flow = ${flow}`} ${kind === undefined ? sql`` : sql`AND d.kind = ${kind}`}
      ORDER BY d.touch_id, d.attempt DESC),
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
