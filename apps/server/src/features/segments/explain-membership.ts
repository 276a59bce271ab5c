import type { MembershipExplanation } from "@throughline/contract";
import { explainPredicate } from "@throughline/domain";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { loadDefinitions, loadPeople } from "../live-segments/index.ts";
import { findSummaries, resolvePerson } from "../people/index.ts";
import { requireSegment } from "./manage-segments.ts";
import type { Db } from "./segments.store.ts";

/** Why a person is in a segment or not, condition by condition, from what decides it. Nothing is told while the past of its conditions is still being read. */
export async function explainMembership(
  deps: { db: Db; now: () => number },
  access: Access,
  input: { key: string; id: string },
): Promise<MembershipExplanation> {
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const personId = await resolvePerson(deps.db, workspaceId, input.id);
  const nowMs = deps.now();
  return deps.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const { id, predicate } = await requireSegment(tx, workspaceId, input.key);
      const [person] = await findSummaries(tx, workspaceId, [personId]);
      const { rows } = await sql<{ since: Date }>`
        SELECT m.since FROM segment_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
        WHERE m.segment_id = ${id} AND p.workspace_id = ${workspaceId} AND p.person_id = ${personId} ORDER BY m.since LIMIT 1`.execute(tx);
      const head = {
        person: person as NonNullable<typeof person>,
        member: rows.length > 0,
        enteredAt: rows[0]?.since.toISOString() ?? null,
        at: new Date(nowMs).toISOString(),
      };
      const definitions = predicate ? (await loadDefinitions(tx, workspaceId)).get(workspaceId) : undefined;
      const evaluated = definitions?.segments.find((segment) => segment.id === id);
      if (!predicate || !definitions || !evaluated) return { ...head, explanation: null };
      const loaded = (await loadPeople(tx, workspaceId, definitions, [personId], nowMs)).get(personId);
      if (!loaded) return { ...head, explanation: null };
      const segments = [...loaded.view.segments, ...[...loaded.memberOf].flatMap((place) => definitions.segments[place]?.key ?? [])];
      return { ...head, explanation: explainPredicate(predicate, { ...loaded.view, segments }, nowMs, evaluated.journeys) };
    });
}
