import { flowDefinitionSchema, type FlowDefinition, type FlowSimulation } from "@throughline/contract";
import { sql } from "kysely";
import type { Tx } from "../../identity/index.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import type { Tally } from "./tally.ts";

type Db = SimulationDeps["db"] | Tx;
export type SimulationRow = {
  id: string;
  workspaceId: string;
  flow: string;
  definition: FlowDefinition;
  live: { version: number; definition: FlowDefinition } | null;
  fromAt: Date;
  toAt: Date;
  state: FlowSimulation["state"];
  failure: string | null;
  place: string;
  progress: number;
  result: { draft: Tally; live: Tally | null };
};
type Row = Omit<SimulationRow, "definition" | "live"> & { definition: unknown; liveVersion: number | null; liveDefinition: unknown };

const columns = sql`s.id, s.workspace_id AS "workspaceId", f.key AS flow, s.definition, s.live_version AS "liveVersion", s.live_definition AS "liveDefinition", s.from_at AS "fromAt", s.to_at AS "toAt",
  s.state, s.failure, s.place::text AS place, s.progress, s.result`;
const toRow = ({ liveVersion, liveDefinition, ...row }: Row): SimulationRow => ({
  ...row,
  definition: flowDefinitionSchema.parse(row.definition),
  live: liveVersion === null ? null : { version: liveVersion, definition: flowDefinitionSchema.parse(liveDefinition) },
});

export async function findSimulation(db: Db, workspaceId: string, id: string): Promise<SimulationRow | null> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM flow_simulation s JOIN flow f ON f.id = s.flow_id WHERE s.workspace_id = ${workspaceId} AND s.id = ${id}`.execute(
    db,
  );
  return rows[0] ? toRow(rows[0]) : null;
}

/** The one that waited longest. */
export async function nextSimulation(db: Db): Promise<SimulationRow | null> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM flow_simulation s JOIN flow f ON f.id = s.flow_id WHERE s.state = 'running' ORDER BY s.updated_at, s.id LIMIT 1`.execute(
    db,
  );
  return rows[0] ? toRow(rows[0]) : null;
}

export async function insertSimulation(
  tx: Tx,
  workspaceId: string,
  one: Pick<SimulationRow, "id" | "definition" | "live" | "fromAt" | "toAt" | "result"> & { flowId: string; at: Date; by: string },
): Promise<void> {
  await sql`
    INSERT INTO flow_simulation (id, workspace_id, flow_id, definition, live_version, live_definition, from_at, to_at, state, result, created_at, created_by, updated_at)
    VALUES (${one.id}, ${workspaceId}, ${one.flowId}, ${JSON.stringify(one.definition)}::jsonb, ${one.live?.version ?? null}, ${one.live ? JSON.stringify(one.live.definition) : null}::jsonb, ${one.fromAt}, ${one.toAt},
      'running', ${JSON.stringify(one.result)}::jsonb, ${one.at}, ${one.by}, ${one.at})`.execute(tx);
}

/** Keeps what a chunk of people added, if nobody else did meanwhile and it still runs. */
export async function keepChunk(
  db: Db,
  { id, place: before }: Pick<SimulationRow, "id" | "place">,
  { result, place, progress, isDone, at }: { result: SimulationRow["result"]; place: string; progress: number; isDone: boolean; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE flow_simulation SET result = ${JSON.stringify(result)}::jsonb, place = ${place}, progress = ${progress}, state = ${isDone ? "done" : "running"}, updated_at = ${at}
    WHERE id = ${id} AND place = ${before} AND state = 'running'`.execute(db);
  return numAffectedRows === 1n;
}

/** Ends what still runs. */
export async function endSimulation(db: Db, id: string, state: "failed" | "stopped", failure: string | null, at: Date): Promise<void> {
  await sql`UPDATE flow_simulation SET state = ${state}, failure = ${failure}, updated_at = ${at} WHERE id = ${id} AND state = 'running'`.execute(
    db,
  );
}

/** A new try takes the place of those that still run. */
export async function stopOthers(tx: Tx, flowId: string, at: Date): Promise<void> {
  await sql`UPDATE flow_simulation SET state = 'stopped', updated_at = ${at} WHERE flow_id = ${flowId} AND state = 'running'`.execute(tx);
}

/** Simulations older than this are forgotten. */
export async function trimSimulations(db: Db, before: Date): Promise<void> {
  await sql`DELETE FROM flow_simulation WHERE created_at < ${before}`.execute(db);
}

/** Names of people by id. */
export async function namesOf(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    SELECT id::text, coalesce(name, email) AS name FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
