import { randomUUID } from "node:crypto";
import { personIdOf, ProductError } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { recountPeople } from "../accounts/index.ts";
import { suppressionLock } from "../identity/index.ts";
import type { TimelineWriter } from "../timeline/index.ts";
import { resolvePerson } from "./get-person.ts";
import { stretchesOfPerson, type Db } from "./people.store.ts";

export type DeleteDeps = { db: Db; clickhouse: ClickHouse; timeline: TimelineWriter; enqueue: (deletionId: string) => Promise<void> };

/**
 * Starts the deletion of a person. In one transaction they disappear from Postgres and are suppressed, so that from here on nothing of theirs is taken;
 * the timeline is emptied, and checked, by {@link finishDeletion}.
 */
export async function deletePerson(deps: DeleteDeps, access: Access, input: { id: string }): Promise<{ deletionId: string; status: "running" }> {
  requirePermission(access, "people:delete");
  const { workspaceId } = access;
  const personId = await resolvePerson(deps.db, workspaceId, input.id);
  const deletionId = randomUUID();
  await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
    await sql`SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND person_id = ${personId} ORDER BY id FOR UPDATE`.execute(tx);
    const stretches = await stretchesOfPerson(tx as unknown as Db, workspaceId, personId);
    const ids = [...new Set(stretches.map((stretch) => stretch.profileId))];
    await sql`INSERT INTO suppression (workspace_id, profile_id) SELECT ${workspaceId}::uuid, * FROM unnest(${ids}::bigint[]) ON CONFLICT DO NOTHING`.execute(tx);
    await sql`INSERT INTO deletion (id, workspace_id, profile_ids, requested_by) VALUES (${deletionId}, ${workspaceId}, ${ids}::bigint[], ${access.actor.name})`.execute(tx);
    await forget(tx, workspaceId, personId, ids);
    await recordAudit(tx, access, { action: "people.delete", subject: personIdOf(personId), details: { deletionId } });
  });
  await deps.enqueue(deletionId);
  return { deletionId, status: "running" };
}

async function forget(tx: Parameters<typeof recountPeople>[0], workspaceId: string, personId: string, ids: string[]): Promise<void> {
  const { rows: accounts } = await sql<{ accountId: string }>`
    DELETE FROM account_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]) RETURNING account_id AS "accountId"`.execute(tx);
  await sql`DELETE FROM consent WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM identity_claim WHERE workspace_id = ${workspaceId} AND (child_id = ANY(${ids}::bigint[]) OR claimant_id = ANY(${ids}::bigint[]))`.execute(tx);
  await sql`DELETE FROM identity_merge WHERE workspace_id = ${workspaceId} AND (from_id = ANY(${ids}::bigint[]) OR into_id = ANY(${ids}::bigint[]))`.execute(tx);
  await sql`DELETE FROM identity_conflict WHERE workspace_id = ${workspaceId} AND (child_id = ANY(${ids}::bigint[]) OR claimants && ${ids}::bigint[])`.execute(tx);
  await sql`UPDATE person_override SET deleted = true, version = nextval('person_override_version') WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM quarantine WHERE workspace_id = ${workspaceId} AND profile_ids && ${ids}::bigint[]`.execute(tx);
  await sql`UPDATE catalogue_property SET example = NULL, example_profile_id = NULL WHERE workspace_id = ${workspaceId} AND example_profile_id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])`.execute(tx);
  await sql`DELETE FROM person WHERE workspace_id = ${workspaceId} AND id = ${personId}`.execute(tx);
  await recountPeople(tx, accounts.map(({ accountId }) => ({ workspaceId, accountId })));
}

type Deletion = { id: string; workspaceId: string; profileIds: string[]; status: "running" | "done" | "failed"; requestedAt: Date; verifiedAt: Date | null; interactions: string };

const findDeletion = async (db: Db, id: string): Promise<Deletion | null> => {
  const { rows } = await sql<Deletion>`
    SELECT id, workspace_id AS "workspaceId", profile_ids AS "profileIds", status, requested_at AS "requestedAt", verified_at AS "verifiedAt", interactions FROM deletion WHERE id::text = ${id}`.execute(db);
  return rows[0] ?? null;
};

/** Empties the timeline of a deleted person and verifies that nothing is left in either store. Safe to repeat; throws if something is left. */
export async function finishDeletion(deps: Omit<DeleteDeps, "enqueue">, deletionId: string): Promise<void> {
  const deletion = await findDeletion(deps.db, deletionId);
  if (!deletion || deletion.status === "done") return;
  const { workspaceId, profileIds } = deletion;
  const params = { workspaceId, profileIds };
  const where = "workspace_id = {workspaceId:UUID} AND profile_id IN {profileIds:Array(UInt64)}";
  const count = async () => {
    const [row] = await deps.clickhouse.query({
      query: `SELECT (SELECT count() FROM interaction WHERE ${where}) AS by_day, (SELECT count() FROM interaction_by_person WHERE ${where}) AS by_person`,
      params,
      schema: z.object({ by_day: z.coerce.number(), by_person: z.coerce.number() }),
    });
    return Math.max(row?.by_day ?? 0, row?.by_person ?? 0);
  };
  const before = await count();
  // A mutation that rewrites the parts: afterwards the bytes are gone, not only hidden.
  for (const table of ["interaction", "interaction_by_person"]) await deps.clickhouse.command(`ALTER TABLE ${table} DELETE WHERE ${where} SETTINGS mutations_sync = 2`, params);
  await deps.timeline.mirrorOverrides(deps.db, profileIds);
  const left = await count();
  const { rows } = await sql<{ n: string }>`SELECT count(*) AS n FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${profileIds}::bigint[])`.execute(deps.db);
  if (left > 0 || Number(rows[0]?.n) > 0) throw new Error(`Deletion ${deletionId} is not complete: ${left} interactions and ${rows[0]?.n} identifiers are left.`);
  await sql`DELETE FROM person_override WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${profileIds}::bigint[])`.execute(deps.db);
  await sql`UPDATE deletion SET status = 'done', verified_at = now(), interactions = interactions + ${before} WHERE id = ${deletionId}`.execute(deps.db);
}

/** How a deletion went. */
export async function getDeletion(deps: { db: Db }, access: Access, input: { id: string }) {
  requirePermission(access, "people:read");
  const deletion = await findDeletion(deps.db, input.id);
  if (!deletion || deletion.workspaceId !== access.workspaceId) throw new ProductError("not_found", "There is no such deletion in this workspace.");
  return {
    id: deletion.id,
    status: deletion.status,
    requestedAt: deletion.requestedAt.toISOString(),
    verifiedAt: deletion.verifiedAt?.toISOString() ?? null,
    removed: { interactions: Number(deletion.interactions), identifiers: deletion.profileIds.length },
  };
}
