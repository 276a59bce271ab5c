import type { FlowRun, RunState } from "@throughline/contract";
import type { FlowRunState, FlowTraceEvent, FlowWaiting, InteractionView } from "@throughline/domain";
import { sql, type RawBuilder } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { asStretches, type ReadStretches } from "../identity/index.ts";
import type { Tx } from "./flows-deps.ts";

/** The engine's own part of a run. */
type Memory = {
  person: string;
  event: InteractionView | null;
  visits: Record<string, number>;
  kept: Record<string, string>;
  answers: Record<string, unknown>;
  waiting: FlowWaiting | null;
};
export type StoredRun = {
  id: string;
  flowId: string;
  version: number;
  profileId: string;
  /** Whose it is now. */
  personId: string;
  entryKey: string;
  enteredBy: string;
  enteredAt: Date;
  state: RunState;
  side: FlowRun["side"];
  step: string | null;
  since: Date;
  pending: string | null;
  goalAt: Date | null;
  endedAt: Date | null;
  ended: string | null;
  watched: boolean;
  variants: Record<string, string>;
  memory: Memory;
  events: number;
};

const columns = sql`r.id, r.flow_id AS "flowId", r.version, r.profile_id AS "profileId", r.entry_key AS "entryKey", r.entered_by AS "enteredBy", r.entered_at AS "enteredAt", r.state, r.side, r.step,
  r.since, r.pending, r.goal_at AS "goalAt", r.ended_at AS "endedAt", r.ended, r.watched, r.variants, r.memory, r.events`;

/** What a run is made of again for the engine. */
export const toRunState = (workspaceId: string, flow: string, row: StoredRun): FlowRunState => ({
  id: row.id,
  workspaceId,
  flow,
  person: row.memory.person,
  state: row.state,
  side: row.side,
  step: row.step,
  sinceMs: row.since.getTime(),
  enteredMs: row.enteredAt.getTime(),
  event: row.memory.event,
  visits: row.memory.visits,
  variants: row.variants,
  kept: row.memory.kept,
  answers: row.memory.answers,
  waiting: row.memory.waiting,
  goalMs: row.goalAt?.getTime() ?? null,
  endedMs: row.endedAt?.getTime() ?? null,
  ended: row.ended,
});

const inStretch = sql`extract(epoch FROM r.entered_at) * 1000 >= s.from_ms AND (s.until_ms IS NULL OR extract(epoch FROM r.entered_at) * 1000 < s.until_ms)`;

/** The runs of these people that go on, or whose goal is watched; locked in order of id. */
export async function watchedRuns(
  tx: Tx,
  workspaceId: string,
  readStretches: ReadStretches,
  personIds: readonly string[],
): Promise<StoredRun[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<StoredRun>`
    SELECT ${columns}, s.person_id AS "personId" FROM (${asStretches(await readStretches(personIds))}) s JOIN flow_run r ON r.workspace_id = ${workspaceId} AND r.profile_id = s.profile_id AND r.watched AND ${inStretch}
    ORDER BY r.id FOR UPDATE OF r`.execute(tx);
  return rows;
}

const owner = sql`coalesce((SELECT v.person_id FROM person_override v WHERE f.split AND v.workspace_id = r.workspace_id AND v.profile_id = r.profile_id AND NOT v.deleted
  AND v.from_ms <= extract(epoch FROM r.entered_at) * 1000 ORDER BY v.from_ms DESC LIMIT 1), f.person_id, r.profile_id) AS "personId"`;
const runsByIds = (workspaceId: string, ids: readonly string[]): RawBuilder<unknown> =>
  sql`FROM flow_run r LEFT JOIN profile f ON f.workspace_id = r.workspace_id AND f.id = r.profile_id WHERE r.workspace_id = ${workspaceId} AND r.id = ANY(${plainArray(ids)}::uuid[])`;

/** These runs, locked in order of id. Who has them now; of a shared device, who had it when they came in. */
export async function lockRuns(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<StoredRun[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<StoredRun>`
    SELECT ${columns}, ${owner} ${runsByIds(workspaceId, ids)} ORDER BY r.id FOR UPDATE OF r`.execute(tx);
  return rows;
}

/** Whose these runs are, without a lock. */
export async function ownersOfRuns(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ personId: string }>`SELECT ${owner} ${runsByIds(workspaceId, ids)}`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** Runs that are due and could not be moved are looked at again in a minute, so that nobody is kept waiting by them. */
export async function letRest(tx: Tx, ids: readonly string[], nowMs: number): Promise<void> {
  await sql`UPDATE flow_run SET due_at = ${new Date(nowMs + 60_000)} WHERE id = ANY(${plainArray(ids)}::uuid[]) AND due_at <= ${new Date(nowMs)}`.execute(
    tx,
  );
}

export type EarlierRuns = { flowId: string; personId: string; lastAt: Date; isIn: boolean; variants: Record<string, string> };

/** What these people did in these flows before. */
export async function earlierRuns(
  tx: Tx,
  workspaceId: string,
  readStretches: ReadStretches,
  flowIds: readonly string[],
  personIds: readonly string[],
): Promise<EarlierRuns[]> {
  const { rows } = await sql<EarlierRuns>`
    SELECT r.flow_id AS "flowId", s.person_id AS "personId", max(r.entered_at) AS "lastAt", bool_or(r.ended_at IS NULL) AS "isIn", (array_agg(r.variants ORDER BY r.entered_at DESC))[1] AS variants
    FROM (${asStretches(await readStretches(personIds))}) s JOIN flow_run r ON r.workspace_id = ${workspaceId} AND r.profile_id = s.profile_id AND r.flow_id = ANY(${plainArray(flowIds)}::uuid[]) AND ${inStretch}
    GROUP BY r.flow_id, s.person_id`.execute(tx);
  return rows;
}

/** Which of these entries have been let in already. */
export async function usedEntryKeys(tx: Tx, entries: readonly { flowId: string; key: string }[]): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const { rows } = await sql<{ flowId: string; key: string }>`
    SELECT r.flow_id AS "flowId", r.entry_key AS key FROM unnest(${plainArray(entries.map(({ flowId }) => flowId))}::uuid[], ${entries.map(({ key }) => key)}::text[]) AS e(flow_id, key)
    JOIN flow_run r ON r.flow_id = e.flow_id AND r.entry_key = e.key`.execute(tx);
  return new Set(rows.map(({ flowId, key }) => `${flowId} ${key}`));
}

export type RunToSave = StoredRun & { dueAt: Date | null; heldDueAt: Date | null; goalUntil: Date | null; isNew: boolean };
export type EventToSave = FlowTraceEvent & { runId: string; seq: number };

/** Writes runs as they are now, with what they did. */
export async function saveRuns(tx: Tx, workspaceId: string, runs: readonly RunToSave[], events: readonly EventToSave[]): Promise<void> {
  if (runs.length > 0) {
    const rows = JSON.stringify(runs);
    const of = sql`jsonb_to_recordset(${rows}::jsonb) AS n(id uuid, "flowId" uuid, version int, "profileId" bigint, "entryKey" text, "enteredBy" text, "enteredAt" timestamptz, state text, side text, step text,
      since timestamptz, pending text, "goalAt" timestamptz, "goalUntil" timestamptz, "endedAt" timestamptz, ended text, watched boolean, variants jsonb, memory jsonb, events int, "dueAt" timestamptz,
      "heldDueAt" timestamptz, "isNew" boolean)`;
    if (runs.some(({ isNew }) => isNew)) await insertRuns(tx, workspaceId, of);
    if (runs.some(({ isNew }) => !isNew))
      await sql`
        UPDATE flow_run r SET version = n.version, state = n.state, step = n.step, since = n.since, due_at = n."dueAt", held_due_at = n."heldDueAt", pending = n.pending, goal_at = n."goalAt",
          goal_until = n."goalUntil", ended_at = n."endedAt", ended = n.ended, watched = n.watched, variants = n.variants, memory = n.memory, events = n.events
        FROM ${of} WHERE r.id = n.id AND NOT n."isNew"`.execute(tx);
  }
  if (events.length > 0)
    await sql`
      INSERT INTO flow_run_event (run_id, seq, at, step, what, way, sentence, evidence)
      SELECT e."runId", e.seq, to_timestamp(e.at / 1000), e.step, e.what, e.way, e.sentence, e.evidence
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS e("runId" uuid, seq int, at float8, step text, what text, way text, sentence text, evidence jsonb)`.execute(
      tx,
    );
}

const insertRuns = (tx: Tx, workspaceId: string, of: RawBuilder<unknown>) =>
  sql`
    INSERT INTO flow_run (id, workspace_id, flow_id, version, profile_id, entry_key, entered_by, entered_at, state, side, step, since, due_at, held_due_at, pending, goal_at, goal_until, ended_at, ended, watched, variants, memory, events)
    SELECT n.id, ${workspaceId}::uuid, n."flowId", n.version, n."profileId", n."entryKey", n."enteredBy", n."enteredAt", n.state, n.side, n.step, n.since, n."dueAt", n."heldDueAt", n.pending, n."goalAt", n."goalUntil",
      n."endedAt", n.ended, n.watched, n.variants, n.memory, n.events FROM ${of} WHERE n."isNew"`.execute(tx);

/** Adds to how many took which way in this hour. */
export async function addCounts(
  tx: Tx,
  nowMs: number,
  moves: readonly { flowId: string; from: string; way: string; to: string | null }[],
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    INSERT INTO flow_count (flow_id, hour, from_step, way, to_step, count)
    SELECT m."flowId", date_trunc('hour', ${new Date(nowMs)}::timestamptz, 'UTC'), m."from", m.way, coalesce(m."to", ''), count(*) FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m("flowId" uuid, "from" text, way text, "to" text) GROUP BY 1, 2, 3, 4, 5`.execute(
    tx,
  );
}
