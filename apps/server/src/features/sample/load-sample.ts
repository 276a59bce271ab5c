import { checkMessage } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { ProductError } from "@throughline/contract";
import type { Log } from "../../platform/log/log.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { LogEntry } from "../collect/index.ts";
import { newWriteKey } from "../sources/index.ts";
import { generateSampleEvents } from "./generate.ts";
import type { SampleEvent } from "./sample-event.ts";

export type SampleDeps = {
  db: Kysely<Database>;
  log: Log<LogEntry>;
  /** How many entries of the log wait to be processed, asked anew. */
  behind: () => Promise<number>;
  now: () => number;
  /** True once the server is stopping: loading ends between two chunks and goes on at the next start. */
  isStopping: () => boolean;
  onProgress: (loaded: number, done: boolean) => void;
};
/** Kept in the workspace: from these the same events come again, and `loaded` of them are durable. */
export type SampleState = { seed: number; endAt: string; loaded: number; done: boolean };

const seed = 4711;
const chunkSize = 1_000;
/** The sample goes behind nobody's own events: it waits while more than this is waiting. */
const mostBehind = 4_000;

/** Marks a workspace to be filled with the sample company that ends now. Done by {@link loadSample}, also after a restart. */
export async function planSample(db: Kysely<Database>, workspaceId: string, now: number): Promise<void> {
  const state: SampleState = { seed, endAt: new Date(now).toISOString(), loaded: 0, done: false };
  await sql`UPDATE workspace SET is_sample = true, metadata = jsonb_set(coalesce(metadata::jsonb, '{}'), '{sample}', ${JSON.stringify(state)}::jsonb)::text WHERE id = ${workspaceId}`.execute(
    db,
  );
  await sql`
    INSERT INTO source (workspace_id, name, kind, write_key) SELECT ${workspaceId}, 'Sample data', 'sample', ${newWriteKey()}
    WHERE NOT EXISTS (SELECT FROM source WHERE workspace_id = ${workspaceId} AND kind = 'sample')`.execute(db);
}

/** Workspaces whose sample company is not complete. */
export async function unfinishedSamples(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM workspace WHERE is_sample AND metadata::jsonb -> 'sample' ->> 'done' = 'false'`.execute(db);
  return rows.map((row) => row.id);
}

/**
 * Sends the sample company's events through the log, like any source's, in chunks; after each chunk the state says how far it is.
 * Repeating some of them after a crash is harmless: their message ids are the same.
 */
export async function loadSample(deps: SampleDeps, workspaceId: string): Promise<void> {
  const { rows } = await sql<{ state: SampleState; sourceId: string }>`
    SELECT w.metadata::jsonb -> 'sample' AS state, s.id AS "sourceId" FROM workspace w JOIN source s ON s.workspace_id = w.id AND s.kind = 'sample' WHERE w.id = ${workspaceId}`.execute(
    deps.db,
  );
  const found = rows[0];
  if (!found || found.state.done) return;
  const { state, sourceId } = found;
  let index = 0;
  let chunk: { key: string; entry: LogEntry }[] = [];
  for (const event of generateSampleEvents({ seed: state.seed, endAt: new Date(state.endAt) })) {
    if (index++ < state.loaded) continue;
    chunk.push(toEntry(event, workspaceId, sourceId));
    if (chunk.length < chunkSize) continue;
    if (!(await giveWay(deps))) return;
    await append(deps, chunk);
    chunk = [];
    await saveState(deps.db, workspaceId, { ...state, loaded: index, done: false });
    deps.onProgress(index, false);
  }
  await append(deps, chunk);
  await saveState(deps.db, workspaceId, { ...state, loaded: index, done: true });
  deps.onProgress(index, true);
}

/** Waits for its turn; false when the server is stopping. */
async function giveWay(deps: SampleDeps): Promise<boolean> {
  while (!deps.isStopping()) {
    if ((await deps.behind()) <= mostBehind) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function toEntry(event: SampleEvent, workspaceId: string, sourceId: string): { key: string; entry: LogEntry } {
  const receivedAt = Date.parse(event.timestamp) + 1_000;
  const checked = checkMessage(event, { receivedAt, newMessageId: () => event.messageId });
  if ("rejection" in checked) throw new Error(`The sample company made an event that cannot be used: ${checked.rejection.message}`);
  const { message } = checked;
  return {
    key: `${workspaceId} ${message.userId ?? message.anonymousId}`,
    entry: { w: workspaceId, s: sourceId, r: receivedAt, m: message },
  };
}

/** Waits while the log is full: the sample is in no hurry. */
async function append(deps: SampleDeps, chunk: { key: string; entry: LogEntry }[]): Promise<void> {
  for (;;) {
    try {
      if (chunk.length > 0) await deps.log.append(chunk);
      return;
    } catch (error) {
      if (!(error instanceof ProductError) || error.code !== "unavailable" || deps.isStopping()) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

const saveState = (db: Kysely<Database>, workspaceId: string, state: SampleState) =>
  sql`UPDATE workspace SET metadata = jsonb_set(metadata::jsonb, '{sample}', ${JSON.stringify(state)}::jsonb)::text WHERE id = ${workspaceId}`.execute(
    db,
  );
