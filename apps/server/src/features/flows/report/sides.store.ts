import { sql, type RawBuilder } from "kysely";
import type { Reached } from "@throughline/domain";
import type { Db, Tx } from "./report-deps.ts";

export type Bounds = { from: Date; to: Date };
export type Side = "treated" | "held";
export type SideCount = { people: number; closed: Reached };
export type DayCount = { day: string; treated: number; held: number; treatedGoals: number; heldGoals: number };

/**
 * A query of people by the first of their runs in a range: that is what they were drawn for, whatever happened afterwards. Whoever was merged with somebody who was in it already is that
 * person. `closed`: the time for the goal is over at `to`, so that nothing can change any more.
 */
export const firstRuns = (workspaceId: string, flowId: string, { from, to }: Bounds): RawBuilder<unknown> => sql`
  SELECT DISTINCT ON (coalesce(f.person_id, r.profile_id)) coalesce(f.person_id, r.profile_id) AS person_id, r.id, r.profile_id, r.entered_at, r.variants, r.version,
    CASE WHEN r.side = 'treated' THEN 'treated' ELSE 'held' END AS side, r.goal_at <= ${to} AS reached, coalesce(r.goal_until <= ${to}, false) AS closed
  FROM flow_run r LEFT JOIN profile f ON f.workspace_id = r.workspace_id AND f.id = r.profile_id
  WHERE r.workspace_id = ${workspaceId} AND r.flow_id = ${flowId} AND r.entered_at >= ${from} AND r.entered_at < ${to} AND r.state <> 'merged'
  ORDER BY coalesce(f.person_id, r.profile_id), r.entered_at, r.id`;

const reachedOf = (which: RawBuilder<unknown>) =>
  sql`json_build_object('reached', count(*) FILTER (WHERE ${which} AND closed AND reached), 'people', count(*) FILTER (WHERE ${which} AND closed))`;

type SidesRow = { sides: Record<Side, SideCount>; days: DayCount[] | null; versions: number[] | null };

/** How many came in on each side, and how many of those whose time is over reached the goal. */
export async function countSides(
  db: Db | Tx,
  workspaceId: string,
  flowId: string,
  { timezone, ...bounds }: Bounds & { timezone: string },
): Promise<{ treated: SideCount; held: SideCount; days: DayCount[]; versions: number[] }> {
  const side = (name: Side) =>
    sql`json_build_object('people', count(*) FILTER (WHERE side = ${name}), 'closed', ${reachedOf(sql`side = ${name}`)})`;
  const { rows } = await sql<SidesRow>`
    WITH one AS MATERIALIZED (${firstRuns(workspaceId, flowId, bounds)})
    SELECT (SELECT json_build_object('treated', ${side("treated")}, 'held', ${side("held")}) FROM one) AS sides,
      (SELECT json_agg(DISTINCT version) FROM one) AS versions,
      (SELECT json_agg(d ORDER BY d.day) FROM (SELECT (entered_at AT TIME ZONE ${timezone})::date::text AS day, count(*) FILTER (WHERE side = 'treated') AS treated, count(*) FILTER (WHERE side = 'held') AS held,
        count(*) FILTER (WHERE side = 'treated' AND reached) AS "treatedGoals", count(*) FILTER (WHERE side = 'held' AND reached) AS "heldGoals" FROM one GROUP BY 1) d) AS days`.execute(
    db,
  );
  const { sides, days, versions } = rows[0] as SidesRow;
  return { ...sides, days: days ?? [], versions: versions ?? [] };
}

/** The shares by which the people of a range were drawn, as far as a draw of theirs is kept. */
export async function drawnShares(
  db: Db | Tx,
  workspaceId: string,
  flow: { id: string; key: string },
  bounds: Bounds,
): Promise<{ all: number | null; flow: number | null }> {
  const { rows } = await sql<{ all: number | null; flow: number | null }>`
    SELECT avg(h.share) FILTER (WHERE h.scope = '') AS "all", avg(h.share) FILTER (WHERE h.scope = ${flow.key}) AS flow
    FROM (${firstRuns(workspaceId, flow.id, bounds)}) r JOIN holdout_draw h ON h.workspace_id = ${workspaceId} AND h.profile_id IN (r.profile_id, r.person_id) AND h.scope IN ('', ${flow.key})`.execute(
    db,
  );
  return rows[0] ?? { all: null, flow: null };
}

/** Those who were treated, by the variant that they were given at each split. */
export async function countVariants(
  db: Db | Tx,
  workspaceId: string,
  flowId: string,
  bounds: Bounds,
): Promise<{ step: string; variant: string; people: number; closed: Reached }[]> {
  const { rows } = await sql<{ step: string; variant: string; people: number; closed: Reached }>`
    SELECT v.key AS step, v.value AS variant, count(*)::int AS people, ${reachedOf(sql`true`)} AS closed
    FROM (${firstRuns(workspaceId, flowId, bounds)}) r, jsonb_each_text(r.variants) v WHERE r.side = 'treated' GROUP BY 1, 2`.execute(db);
  return rows;
}

export type Began = { personId: string; variant: string; at: number };
/** No more people than these are followed by themselves. */
export const mostFollowed = 100_000;

/** When people of a range were given a variant at a split: for splits with a goal of their own. The latest of them. */
export async function drawnAt(db: Db, workspaceId: string, flowId: string, step: string, bounds: Bounds): Promise<Began[]> {
  const { rows } = await sql<Began>`
    SELECT r.person_id AS "personId", r.variants ->> ${step} AS variant, (extract(epoch FROM e.at) * 1000)::float8 AS at
    FROM (${firstRuns(workspaceId, flowId, bounds)}) r JOIN LATERAL (SELECT min(at) AS at FROM flow_run_event e WHERE e.run_id = r.id AND e.step = ${step} AND e.what = 'left_step') e ON e.at IS NOT NULL
    WHERE r.variants ? ${step} ORDER BY e.at DESC LIMIT ${mostFollowed}`.execute(db);
  return rows;
}
