import { sql } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { foldPeople, recomputeOwnership, suppressionLock, type Tx } from "../identity/index.ts";
import { settleLiveSegments, type SegmentListener } from "../live-segments/index.ts";
import { countState, removeState } from "../state-mirror/index.ts";
import { conditionsOf, removeRows, timelineTables, type TimelineWriter } from "../timeline/index.ts";
import { isWhole, runningDeletions, type Deletion } from "./deletions.store.ts";
import { forgetParts } from "./forget-person.ts";
import type { Db } from "./people.store.ts";

export type FinishDeps = { db: Db; clickhouse: ClickHouse; timeline: TimelineWriter; onSegmentChanges?: SegmentListener | undefined };
const deletionsAtOnce = 50;

/**
 * Empties the timeline of everybody who is being deleted, takes them out of what they shared with others, and verifies that nothing is left in either store.
 * Those of one workspace go together, since each removal rewrites parts of the timeline. Safe to repeat; throws if something is left.
 */
export async function finishDeletions(deps: FinishDeps): Promise<void> {
  for (;;) {
    const deletions = await runningDeletions(deps.db, deletionsAtOnce);
    for (const [workspaceId, list] of Map.groupBy(deletions, (deletion) => deletion.workspaceId))
      await finishInWorkspace(deps, workspaceId, list);
    if (deletions.length < deletionsAtOnce) return;
  }
}

async function finishInWorkspace(deps: FinishDeps, workspaceId: string, deletions: readonly Deletion[]): Promise<void> {
  const before = new Map<string, number>();
  for (const deletion of deletions) before.set(deletion.id, await countRows(deps.clickhouse, workspaceId, [deletion]));
  const { conditions, params } = timelineOf(workspaceId, deletions);
  await removeRows(deps.clickhouse, conditions.join(" AND "), params);
  await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
    await takeOutOfShared(tx, deps, workspaceId, deletions);
  });
  await removeState(deps, workspaceId, wholeIds(deletions));
  await deps.timeline.mirrorOverrides(deps.db, [
    ...new Set(deletions.flatMap((deletion) => deletion.stretches.map((stretch) => stretch.profileId))),
  ]);
  await deps.timeline.flush();
  await verify(deps, workspaceId, deletions);
  for (const { id } of deletions)
    await sql`UPDATE deletion SET status = 'done', verified_at = now(), interactions = greatest(interactions, ${before.get(id) ?? 0}) WHERE id = ${id}`.execute(
      deps.db,
    );
}

const timelineOf = (workspaceId: string, deletions: readonly Deletion[]) =>
  conditionsOf(workspaceId, {
    stretches: deletions.flatMap((deletion) =>
      deletion.stretches.map(({ untilMs, ...stretch }) => ({ ...stretch, untilMs: untilMs ?? Infinity })),
    ),
  });

async function countRows(clickhouse: ClickHouse, workspaceId: string, deletions: readonly Deletion[]): Promise<number> {
  const { conditions, params } = timelineOf(workspaceId, deletions);
  const counts = timelineTables.map((table) => `(SELECT uniqExact(id) FROM ${table} WHERE ${conditions.join(" AND ")})`);
  const [row] = await clickhouse.query({
    query: `SELECT greatest(${counts.join(", ")}) AS rows`,
    params,
    schema: z.object({ rows: z.coerce.number() }),
  });
  return row?.rows ?? 0;
}

const wholeIds = (deletions: readonly Deletion[]): string[] =>
  deletions.flatMap((deletion) => deletion.stretches.filter(isWhole).map((stretch) => stretch.profileId));

/** Shared devices and contacts go to those who are left, who are counted anew: the timeline holds only what is theirs by now. */
async function takeOutOfShared(
  tx: Tx,
  { timeline, onSegmentChanges }: FinishDeps,
  workspaceId: string,
  deletions: readonly Deletion[],
): Promise<void> {
  const ids = wholeIds(deletions);
  const parts = deletions.flatMap((deletion) => deletion.stretches.filter((stretch) => !isWhole(stretch)));
  const { rows: claimed } = await sql<{ id: string }>`
    DELETE FROM identity_claim WHERE workspace_id = ${workspaceId} AND claimant_id = ANY(${ids}::bigint[]) RETURNING child_id AS id`.execute(
    tx,
  );
  await forgetParts(tx, workspaceId, parts);
  const shared = [...new Set([...parts.map((part) => part.profileId), ...claimed.map(({ id }) => id)])].filter((id) => !ids.includes(id));
  await recount(tx, timeline, workspaceId, shared);
  const { peopleTouched } = await recomputeOwnership(tx, workspaceId, shared);
  await foldPeople(tx, workspaceId, [...peopleTouched], timeline.countStretches);
  await settleLiveSegments(tx, workspaceId, { people: peopleTouched, onSegmentChanges });
}

async function recount(tx: Tx, timeline: TimelineWriter, workspaceId: string, profileIds: readonly string[]): Promise<void> {
  const counts = await timeline.countStretches(
    tx,
    profileIds.map((profileId) => ({ workspaceId, profileId, fromMs: 0, untilMs: Infinity })),
  );
  await sql`
    UPDATE profile p SET interactions = c.interactions, first_seen = coalesce(c.first_seen, p.first_seen), last_seen = coalesce(c.last_seen, p.last_seen)
    FROM unnest(${profileIds}::bigint[], ${counts.map((c) => c.interactions)}::bigint[], ${counts.map((c) => c.firstSeen)}::timestamptz[], ${counts.map((c) => c.lastSeen)}::timestamptz[])
      AS c(id, interactions, first_seen, last_seen)
    WHERE p.workspace_id = ${workspaceId} AND p.id = c.id`.execute(tx);
}

async function verify({ db, clickhouse }: FinishDeps, workspaceId: string, deletions: readonly Deletion[]): Promise<void> {
  const ids = wholeIds(deletions);
  const { rows } = await sql<{ left: string }>`
    SELECT (SELECT count(*) FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM identity_claim WHERE workspace_id = ${workspaceId} AND (child_id = ANY(${ids}::bigint[]) OR claimant_id = ANY(${ids}::bigint[])))
      + (SELECT count(*) FROM identity_merge WHERE workspace_id = ${workspaceId} AND (from_id = ANY(${ids}::bigint[]) OR into_id = ANY(${ids}::bigint[])))
      + (SELECT count(*) FROM account_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM consent WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM segment_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM segment_match WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM segment_account_match WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM segment_due WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM segment_look WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM quarantine WHERE workspace_id = ${workspaceId} AND profile_ids && ${ids}::bigint[])
      + (SELECT count(*) FROM touch_decision WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM holdout_draw WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM person_matter WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM person_score WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM message WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM outbound_call WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM task WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM flow_run WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM flow_armed WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::bigint[]))
      + (SELECT count(*) FROM own_interaction WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])) AS "left"`.execute(
    db,
  );
  const interactions = await countRows(clickhouse, workspaceId, deletions);
  const records = Number(rows[0]?.left ?? 0) + (await countState(clickhouse, workspaceId, ids));
  if (interactions > 0 || records > 0)
    throw new Error(`A deletion is not complete: ${interactions} interactions and ${records} records are left.`);
  await sql`DELETE FROM person_override WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(db);
}
