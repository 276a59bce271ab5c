import { flowDefinitionSchema, type Flow, type FlowDefinition, type FlowState, type FlowSummary } from "@throughline/contract";
import { describeFlowGoal, describeTrigger } from "@throughline/domain";
import { sql } from "kysely";
import { containing } from "../../platform/postgres/containing.ts";
import { isDeepStrictEqual } from "node:util";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Db, Tx } from "./flows-deps.ts";
import { preparationOf } from "./remembered-parts.ts";

export type FlowRow = {
  id: string;
  key: string;
  name: string;
  description: string;
  state: FlowState;
  stoppedBecause: string | null;
  draft: unknown;
  published: unknown;
  revision: number;
  version: number | null;
  preparing: number | null;
  liveSince: Date | null;
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string;
};
type Numbers = { id: string; inside: number; entered: number; reached: number };

const columns = sql`f.id, f.key, f.name, f.description, f.state, f.stopped_because AS "stoppedBecause", f.draft, v.definition AS published, f.revision, f.version, f.preparing,
  f.live_since AS "liveSince", f.created_at AS "createdAt", f.updated_at AS "updatedAt", f.updated_by AS "updatedBy"`;
const shown = sql`flow f LEFT JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version`;

/** Definitions of before a field was there are completed by its default. */
export const readDefinition = (stored: unknown): FlowDefinition => flowDefinitionSchema.parse(stored);

export async function findFlow(db: Db, workspaceId: string, key: string, { lock = false } = {}): Promise<FlowRow | null> {
  const { rows } = await sql<FlowRow>`
    SELECT ${columns} FROM ${shown} WHERE f.workspace_id = ${workspaceId} AND f.key = ${key} ${lock ? sql`FOR NO KEY UPDATE OF f` : sql``}`.execute(
    db,
  );
  return rows[0] ?? null;
}

export type FlowPlace = [updatedAt: string, id: string];

/** Flows behind `after`, the latest changed first, one more than the limit where there are more. */
export async function listFlows(
  db: Db,
  workspaceId: string,
  { search, state, after, limit }: { search: string | undefined; state: FlowState | undefined; after: FlowPlace | null; limit: number },
): Promise<FlowRow[]> {
  const pattern = containing((search ?? "").trim());
  const beyond = after ? sql`AND (f.updated_at, f.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const { rows } = await sql<FlowRow>`
    SELECT ${columns} FROM ${shown} WHERE f.workspace_id = ${workspaceId} AND (f.name ILIKE ${pattern} OR f.key ILIKE ${pattern}) AND (${state ?? null}::text IS NULL OR f.state = ${state ?? null}) ${beyond}
    ORDER BY f.updated_at DESC, f.id DESC LIMIT ${limit + 1}`.execute(db);
  return rows;
}

/** Who is in these flows, and who came in and reached the goal in the last 28 days. Who is left alone is not in them. */
async function countPeople(db: Db, flowIds: readonly string[], nowMs: number): Promise<Map<string, Numbers>> {
  if (flowIds.length === 0) return new Map();
  const since = new Date(nowMs - 28 * 86_400_000);
  const { rows } = await sql<Numbers>`
    SELECT f.id, (SELECT count(*)::int FROM flow_run r WHERE r.flow_id = f.id AND r.ended_at IS NULL AND r.side = 'treated') AS inside,
      (SELECT count(*)::int FROM flow_run r WHERE r.flow_id = f.id AND r.entered_at >= ${since} AND r.side = 'treated') AS entered,
      (SELECT count(*)::int FROM flow_run r WHERE r.flow_id = f.id AND r.entered_at >= ${since} AND r.side = 'treated' AND r.goal_at IS NOT NULL) AS reached
    FROM unnest(${plainArray(flowIds)}::uuid[]) AS f(id)`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export async function toSummaries(db: Db, rows: readonly FlowRow[], nowMs: number): Promise<FlowSummary[]> {
  const numbers = await countPeople(
    db,
    rows.map(({ id }) => id),
    nowMs,
  );
  return rows.map((row) => summaryOf(row, numbers.get(row.id)));
}

/** One flow with its definitions, and how far its preparation is. */
export async function toFlow(db: Db, workspaceId: string, row: FlowRow, nowMs: number): Promise<Flow> {
  const [numbers, progress] = [await countPeople(db, [row.id], nowMs), await progressOf(db, workspaceId, row)];
  return {
    ...summaryOf(row, numbers.get(row.id)),
    draft: readDefinition(row.draft),
    published: row.published === null ? null : readDefinition(row.published),
    revision: row.revision,
    progress,
  };
}

function summaryOf(row: FlowRow, numbers: Numbers | undefined): FlowSummary {
  const draft = readDefinition(row.draft);
  const published = row.published === null ? null : readDefinition(row.published);
  const { trigger, goal } = published ?? draft;
  return {
    key: row.key,
    name: row.name,
    description: row.description,
    state: row.state,
    stoppedBecause: row.stoppedBecause,
    version: row.version,
    hasChanges: published !== null && !isDeepStrictEqual(draft, published),
    trigger: describeTrigger(trigger),
    goal: goal === null ? null : describeFlowGoal(goal),
    inside: numbers?.inside ?? 0,
    entered: numbers?.entered ?? 0,
    reached: numbers?.reached ?? 0,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}

async function progressOf(db: Db, workspaceId: string, { id, preparing }: FlowRow): Promise<number | null> {
  return preparing === null ? null : (await preparationOf(db, { workspaceId, flowId: id, version: preparing })).progress;
}

/** Keeps a new flow; false where its key is taken. */
export async function insertFlow(
  tx: Tx,
  workspaceId: string,
  flow: { id: string; key: string; name: string; description: string; draft: FlowDefinition; at: Date; by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO flow (id, workspace_id, key, name, description, draft, created_at, created_by, updated_at, updated_by)
    VALUES (${flow.id}, ${workspaceId}, ${flow.key}, ${flow.name}, ${flow.description}, ${JSON.stringify(flow.draft)}::jsonb, ${flow.at}, ${flow.by}, ${flow.at}, ${flow.by})
    ON CONFLICT (workspace_id, key) DO NOTHING`.execute(tx);
  return numAffectedRows === 1n;
}

/** Changes what people say of a flow; a changed draft is a new revision. */
export async function saveFlow(
  tx: Tx,
  workspaceId: string,
  id: string,
  {
    name,
    description,
    draft,
    at,
    by,
  }: { name?: string | undefined; description?: string | undefined; draft?: FlowDefinition | undefined; at: Date; by: string },
): Promise<void> {
  await sql`
    UPDATE flow SET name = coalesce(${name ?? null}, name), description = coalesce(${description ?? null}, description),
      draft = coalesce(${draft === undefined ? null : JSON.stringify(draft)}::jsonb, draft), revision = revision + ${draft === undefined ? 0 : 1}::int, updated_at = ${at}, updated_by = ${by}
    WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(tx);
}

/** What all flows mean has changed: who runs them reads it anew. */
export async function flowsChanged(tx: Tx): Promise<void> {
  await sql`UPDATE flow_definitions SET version = version + 1`.execute(tx);
}
