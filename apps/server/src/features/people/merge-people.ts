import { randomUUID } from "node:crypto";
import { parsePersonId, ProductError, type Person } from "@throughline/contract";
import { sql } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recountPeople } from "../accounts/index.ts";
import { foldPeople, recomputeOwnership, suppressionLock, withinReach, type Tx } from "../identity/index.ts";
import { settleLiveSegments, type SegmentListener } from "../live-segments/index.ts";
import type { TimelineWriter } from "../timeline/index.ts";
import { readPerson, resolvePerson } from "./get-person.ts";
import type { Db } from "./people.store.ts";

export type MergeDeps = { db: Db; timeline: TimelineWriter; now?: () => number; onSegmentChanges?: SegmentListener | undefined };

/** Locks every profile of these people, and all that may go along with these profiles, in order of id, as a batch of events would. */
async function lockPeople(tx: Tx, workspaceId: string, personIds: readonly string[], profileIds: readonly string[]): Promise<void> {
  const along = await withinReach(
    tx,
    profileIds.map((id) => ({ workspaceId, id })),
  );
  const ids = along.map(({ id }) => id);
  await sql`
    SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND (person_id = ANY(${personIds}::bigint[]) OR id = ANY(${ids}::bigint[])) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
}

/** As a batch of events does: deletions wait for us, and we for them. */
const joinBatches = (tx: Tx) => sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);

async function settle(tx: Tx, deps: MergeDeps, workspaceId: string, profileIds: readonly string[]): Promise<string[]> {
  const { peopleTouched, stretches } = await recomputeOwnership(tx, workspaceId, profileIds);
  await foldPeople(tx, workspaceId, [...peopleTouched], deps.timeline.countStretches);
  const { rows } = await sql<{ accountId: string }>`
    SELECT DISTINCT account_id AS "accountId" FROM account_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${[...stretches.keys()]}::bigint[])`.execute(
    tx,
  );
  await recountPeople(
    tx,
    rows.map(({ accountId }) => ({ workspaceId, accountId })),
  );
  await settleLiveSegments(tx, workspaceId, { people: peopleTouched, nowMs: deps.now?.(), onSegmentChanges: deps.onSegmentChanges });
  return [...stretches.keys()];
}

/** Says that `from` and `id` are one person. Nothing is rewritten: the merge can be taken back whenever. */
export async function mergePeople(
  deps: MergeDeps,
  access: Access,
  input: { id: string; from: string; reason?: string | undefined },
): Promise<{ mergeId: string; person: Person }> {
  requirePermission(access, "people:write");
  const { workspaceId } = access;
  const [into, from] = [await resolvePerson(deps.db, workspaceId, input.id), await resolvePerson(deps.db, workspaceId, input.from)];
  if (into === from)
    throw new ProductError("conflict", "They are one person already.", {
      issues: [{ field: "from", message: "is the same person", accepted: "another person of this workspace" }],
    });
  const mergeId = randomUUID();
  const changed = await deps.db.transaction().execute(async (tx) => {
    await joinBatches(tx);
    await lockPeople(tx, workspaceId, [into, from], [into, from]);
    await sql`
      INSERT INTO identity_merge (id, workspace_id, from_id, into_id, reason, at, actor, note)
      VALUES (${mergeId}, ${workspaceId}, ${from}, ${into}, 'merge', now(), ${access.actor.name}, ${input.reason ?? null})`.execute(tx);
    const profileIds = await settle(tx, deps, workspaceId, [from, into]);
    await recordAudit(tx, access, { action: "people.merge", subject: input.id, details: { from: input.from, mergeId } });
    return profileIds;
  });
  await deps.timeline.mirrorOverrides(deps.db, changed);
  await deps.timeline.flush();
  return { mergeId, person: await readPerson(deps.db, workspaceId, await resolvePerson(deps.db, workspaceId, input.id)) };
}

/** Takes an explicit merge (or an alias) back; both people are then what they would be had it never happened. */
export async function unmergePeople(
  deps: MergeDeps,
  access: Access,
  input: { id: string; mergeId?: string | undefined },
): Promise<{ people: Person[] }> {
  requirePermission(access, "people:write");
  const { workspaceId } = access;
  const personId = await resolvePerson(deps.db, workspaceId, input.id);
  const merge = await findMerge(deps.db, workspaceId, personId, input.mergeId);
  const changed = await deps.db.transaction().execute(async (tx) => {
    await joinBatches(tx);
    await lockPeople(tx, workspaceId, [personId], [merge.fromId, merge.intoId]);
    // An alias means a user or a device of the old name: both links go.
    await sql`
      UPDATE identity_merge SET retracted_at = now(), retracted_by = ${access.actor.name}
      WHERE workspace_id = ${workspaceId} AND retracted_at IS NULL AND (id = ${merge.id} OR (reason = 'alias' AND message_id = ${merge.messageId}))`.execute(
      tx,
    );
    const profileIds = await settle(tx, deps, workspaceId, [merge.fromId, merge.intoId]);
    await recordAudit(tx, access, { action: "people.unmerge", subject: input.id, details: { mergeId: merge.id } });
    return profileIds;
  });
  await deps.timeline.mirrorOverrides(deps.db, changed);
  await deps.timeline.flush();
  const ids = [parsePersonId(input.id) as string, merge.intoId, merge.fromId];
  // The old name of an alias that nobody ever used is nobody again.
  const current: string[] = [];
  for (const id of ids) {
    const { rows } = await sql<{
      personId: string;
    }>`SELECT p.person_id AS "personId" FROM profile p JOIN person ON person.workspace_id = p.workspace_id AND person.id = p.person_id
      WHERE p.workspace_id = ${workspaceId} AND p.id = ${id}`.execute(deps.db);
    if (rows[0] && !current.includes(rows[0].personId)) current.push(rows[0].personId);
  }
  return { people: await Promise.all(current.map((id) => readPerson(deps.db, workspaceId, id))) };
}

async function findMerge(
  db: Db,
  workspaceId: string,
  personId: string,
  mergeId: string | undefined,
): Promise<{ id: string; fromId: string; intoId: string; messageId: string | null }> {
  const { rows } = await sql<{ id: string; fromId: string; intoId: string; messageId: string | null }>`
    SELECT m.id, m.from_id AS "fromId", m.into_id AS "intoId", m.message_id AS "messageId" FROM identity_merge m
    JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.from_id
    WHERE m.workspace_id = ${workspaceId} AND m.retracted_at IS NULL AND f.person_id = ${personId} AND (${mergeId ?? null}::text IS NULL OR m.id::text = ${mergeId ?? null})
    ORDER BY m.at DESC, (f.interactions > 0) DESC LIMIT 1`.execute(db);
  if (!rows[0])
    throw new ProductError(
      "not_found",
      mergeId === undefined ? "This person was not merged with anybody explicitly." : "This person has no such merge.",
    );
  return rows[0];
}
