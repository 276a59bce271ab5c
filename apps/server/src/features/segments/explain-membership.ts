import {
  nameByKey,
  type AccountMembershipExplanation,
  type Explanation,
  type MembershipExplanation,
  type NameOf,
  type Predicate,
} from "@throughline/contract";
import { explainPredicate, journeysNamedBy, segmentsNamedBy } from "@throughline/domain";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { Tx } from "../identity/index.ts";
import { loadAccounts, loadDefinitions, loadPeople, type LiveDefinitions, type Loaded } from "../live-segments/index.ts";
import { findSummaries, resolvePerson } from "../people/index.ts";
import { findAccounts } from "../accounts/index.ts";
import { requireAccountId } from "./list-accounts.ts";
import { readJourneyDefinitions } from "./live-segments.store.ts";
import { requireSegmentOf } from "./manage-segments.ts";
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
      const { id, predicate } = await requireSegmentOf(tx, workspaceId, input.key, "person");
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
      if (!definitions) return { ...head, explanation: null };
      const loaded = (await loadPeople(tx, workspaceId, definitions, [personId], nowMs)).get(personId);
      return { ...head, explanation: await explanationOf(tx, workspaceId, definitions, id, loaded, nowMs) };
    });
}

/** Why an account is in a segment of accounts or not, as {@link explainMembership}. */
export async function explainAccount(
  deps: { db: Db; now: () => number },
  access: Access,
  input: { key: string; id: string },
): Promise<AccountMembershipExplanation> {
  requirePermission(access, "accounts:read");
  const { workspaceId } = access;
  const accountId = await requireAccountId(deps.db, workspaceId, input.id);
  const nowMs = deps.now();
  return deps.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const { id, predicate } = await requireSegmentOf(tx, workspaceId, input.key, "account");
      const account = (await findAccounts(tx, workspaceId, [accountId])).get(accountId);
      const { rows } = await sql<{ since: Date }>`
        SELECT since FROM segment_member WHERE workspace_id = ${workspaceId} AND segment_id = ${id} AND profile_id = ${accountId}`.execute(
        tx,
      );
      const head = {
        account: account as NonNullable<typeof account>,
        member: rows.length > 0,
        enteredAt: rows[0]?.since.toISOString() ?? null,
        at: new Date(nowMs).toISOString(),
      };
      const definitions = predicate ? (await loadDefinitions(tx, workspaceId, "account")).get(workspaceId) : undefined;
      if (!definitions) return { ...head, explanation: null };
      const loaded = (await loadAccounts(tx, workspaceId, definitions, [accountId], nowMs)).get(accountId);
      return { ...head, explanation: await explanationOf(tx, workspaceId, definitions, id, loaded, nowMs) };
    });
}

/** Null while the segment is not evaluated yet. */
async function explanationOf(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  segmentId: string,
  loaded: Loaded | undefined,
  nowMs: number,
): Promise<Explanation | null> {
  const evaluated = definitions.segments.find(({ id }) => id === segmentId);
  if (!evaluated || !loaded) return null;
  const segments = [...loaded.view.segments, ...[...loaded.memberOf].flatMap((place) => definitions.segments[place]?.key ?? [])];
  return explainPredicate(
    evaluated.predicate,
    { ...loaded.view, segments },
    nowMs,
    evaluated.journeys,
    await namesIn(tx, workspaceId, evaluated.predicate),
  );
}

/** How the segments, journeys and stages that a predicate speaks of are called; what is not there (any more) by its key. */
async function namesIn(tx: Tx, workspaceId: string, predicate: Predicate): Promise<NameOf> {
  const { rows } = await sql<{ key: string; name: string }>`
    SELECT key, name FROM segment WHERE workspace_id = ${workspaceId} AND key = ANY(${segmentsNamedBy(predicate)}::text[])`.execute(tx);
  const journeys = await readJourneyDefinitions(tx, workspaceId, journeysNamedBy(predicate));
  return nameByKey({ segments: rows, journeys: Object.values(journeys) });
}
