import { signalNames, signalsOf } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { suppressionLock } from "../identity/index.ts";
import { saveSignals, type Heard } from "./signals.store.ts";

const backDays = 180;
const rowsAtOnce = 2_000;
const rowSchema = z.object({
  id: z.string(),
  workspace_id: z.string(),
  profile_id: z.string(),
  at_ms: z.coerce.number(),
  name: z.string(),
  actor: z.string(),
  properties: z.record(z.string(), z.unknown()),
});

/** Reads the signals of the last half year out of the timeline, once: for what happened before the product kept them. Safe to repeat and beside the pipeline. */
export async function backfillSignals({
  db,
  clickhouse,
  now,
}: {
  db: Kysely<Database>;
  clickhouse: ClickHouse;
  now: () => number;
}): Promise<void> {
  const { rows: done } = await sql`SELECT done_at FROM signal_backfill`.execute(db);
  if (done.length > 0) return;
  const rows = clickhouse.stream({
    query: `SELECT id, workspace_id, profile_id, toUnixTimestamp64Milli(at) AS at_ms, name, actor, properties FROM interaction
      WHERE kind = 'track' AND name IN {names:Array(String)} AND at > fromUnixTimestamp64Milli({sinceMs:Int64})`,
    params: { names: signalNames, sinceMs: now() - backDays * 86_400_000 },
    schema: rowSchema,
    settings: { json_type_escape_dots_in_keys: 1 },
  });
  let heard: Heard[] = [];
  const save = async () => {
    const chunk = heard;
    heard = [];
    await db.transaction().execute(async (tx) => {
      // As a batch does: who is being deleted does not come back.
      await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
      await saveSignals(tx, chunk);
    });
  };
  for await (const row of rows) {
    const signals = signalsOf(row);
    if (signals.length === 0) continue;
    heard.push({ workspaceId: row.workspace_id, profileId: row.profile_id, interactionId: row.id, at: row.at_ms, signals });
    if (heard.length >= rowsAtOnce) await save();
  }
  await save();
  await sql`INSERT INTO signal_backfill (done_at) VALUES (now())`.execute(db);
}
