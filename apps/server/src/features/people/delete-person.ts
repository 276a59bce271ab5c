import { randomUUID } from "node:crypto";
import { personIdOf, ProductError } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";
import { findDeletion } from "./deletions.store.ts";
import { forgetInQuarantine, forgetWholeProfiles } from "./forget-person.ts";
import { resolvePerson } from "./get-person.ts";
import { stretchesOfPerson, type Db } from "./people.store.ts";

/** `enqueue` takes part in the transaction: whoever is suppressed is also removed, whatever happens in between. */
export type DeleteDeps = { db: Db; enqueue: (tx: Tx) => Promise<void> };

/**
 * Starts the deletion of a person. In one transaction they disappear and are suppressed, so that from here on nothing of theirs is taken or shown;
 * `finishDeletions` empties the timeline, takes them out of devices that others use too, and verifies that nothing is left.
 */
export async function deletePerson(
  deps: DeleteDeps,
  access: Access,
  input: { id: string },
): Promise<{ deletionId: string; status: "running" }> {
  requirePermission(access, "people:delete");
  const { workspaceId } = access;
  const deletionId = randomUUID();
  // A long search, so outside of the lock below; whoever interrupts us here has only lost what was unusable anyway.
  await forgetInQuarantine(deps.db, workspaceId, await resolvePerson(deps.db, workspaceId, input.id));
  await deps.db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
    const personId = await resolvePerson(tx, workspaceId, input.id);
    const stretches = (await stretchesOfPerson(tx, workspaceId, personId)).map(({ profileId, fromMs, untilMs }) => ({
      profileId,
      fromMs,
      untilMs: untilMs === Infinity ? null : untilMs,
    }));
    const whole = stretches.filter((stretch) => stretch.fromMs === 0 && stretch.untilMs === null).map((stretch) => stretch.profileId);
    await suppress(tx, workspaceId, stretches);
    await sql`INSERT INTO deletion (id, workspace_id, stretches, requested_by) VALUES (${deletionId}, ${workspaceId}, ${JSON.stringify(stretches)}, ${access.actor.name})`.execute(
      tx,
    );
    await forgetWholeProfiles(tx, workspaceId, personId, whole);
    await recordAudit(tx, access, { action: "people.delete", subject: personIdOf(personId), details: { deletionId } });
    await deps.enqueue(tx);
  });
  return { deletionId, status: "running" };
}

async function suppress(
  tx: Tx,
  workspaceId: string,
  stretches: readonly { profileId: string; fromMs: number; untilMs: number | null }[],
): Promise<void> {
  await sql`
    INSERT INTO suppression AS s (workspace_id, profile_id, from_ms, until_ms)
    SELECT ${workspaceId}::uuid, profile_id, from_ms, coalesce(until_ms, 9223372036854775807)
    FROM unnest(${stretches.map((s) => s.profileId)}::bigint[], ${stretches.map((s) => s.fromMs)}::bigint[], ${stretches.map((s) => s.untilMs)}::bigint[]) AS n(profile_id, from_ms, until_ms)
    ON CONFLICT (profile_id, from_ms, workspace_id) DO UPDATE SET until_ms = greatest(s.until_ms, excluded.until_ms)`.execute(tx);
}

/** How a deletion went. */
export async function getDeletion(deps: { db: Db }, access: Access, input: { id: string }) {
  requirePermission(access, "people:read");
  const deletion = await findDeletion(deps.db, access.workspaceId, input.id);
  if (!deletion) throw new ProductError("not_found", "There is no such deletion in this workspace.");
  return {
    id: deletion.id,
    status: deletion.status,
    requestedAt: deletion.requestedAt.toISOString(),
    verifiedAt: deletion.verifiedAt?.toISOString() ?? null,
    removed: {
      interactions: Number(deletion.interactions),
      identifiers: new Set(deletion.stretches.map((stretch) => stretch.profileId)).size,
    },
  };
}
