import type { FlowDefinition } from "@throughline/contract";
import { memoryOf } from "@throughline/domain";
import { sql } from "kysely";
import { dropHiddenSegments, isPrepared, saveHiddenSegment, type Preparation } from "../segments/index.ts";
import type { Db, Tx } from "./flows-deps.ts";

type Version = { workspaceId: string; flowId: string; version: number };

/**
 * Has hidden segments remember what a version asks about the past, and notes whose comings it waits for. The caller holds the lock on definitions. Says whether everything is known
 * already; where it is not, the past is read in the background.
 */
export async function rememberParts(
  tx: Tx,
  { workspaceId, flowId, version }: Version,
  definition: FlowDefinition,
  name: string,
): Promise<Preparation> {
  const { parts, heard } = memoryOf(definition);
  for (const { key, predicate } of parts) {
    await sql`INSERT INTO flow_part (flow_id, version, workspace_id, segment_key) VALUES (${flowId}, ${version}, ${workspaceId}, ${key})`.execute(
      tx,
    );
    await saveHiddenSegment(tx, workspaceId, { key, name: `the flow “${name}”`, predicate });
  }
  for (const key of heard)
    await sql`INSERT INTO flow_hears (flow_id, workspace_id, segment_key) VALUES (${flowId}, ${workspaceId}, ${key}) ON CONFLICT DO NOTHING`.execute(
      tx,
    );
  return preparationOf(tx, { workspaceId, flowId, version });
}

/** How far the past of a version's questions has been read. */
export async function preparationOf(db: Db, { workspaceId, flowId, version }: Version): Promise<Preparation> {
  const { rows } = await sql<{
    key: string;
  }>`SELECT segment_key AS key FROM flow_part WHERE flow_id = ${flowId} AND version = ${version}`.execute(db);
  return isPrepared(
    db,
    workspaceId,
    rows.map(({ key }) => key),
  );
}

/** Forgets what no version asks any more. The caller holds the lock on definitions. */
export async function dropUnusedParts(tx: Tx, workspaceId: string): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    SELECT key FROM segment s WHERE s.workspace_id = ${workspaceId} AND s.hidden AND s.key LIKE 'flow %'
      AND NOT EXISTS (SELECT FROM flow_part p WHERE p.workspace_id = s.workspace_id AND p.segment_key = s.key)`.execute(tx);
  await dropHiddenSegments(
    tx,
    workspaceId,
    rows.map(({ key }) => key),
  );
}
