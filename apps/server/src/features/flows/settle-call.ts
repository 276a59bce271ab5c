import { sql } from "kysely";
import type { SettledCall } from "../messages/index.ts";
import type { Tx } from "./flows-deps.ts";

/** What came of a run's call, in the transaction that settles it; the timer goes on with the run from there. */
export async function settleCall(tx: Tx, { workspaceId, key, profileId, outcome, status, body, reason }: SettledCall): Promise<void> {
  await sql`
    INSERT INTO flow_signal (workspace_id, kind, of_id, key, details) VALUES (${workspaceId}, 'call', ${profileId}, ${key}, ${JSON.stringify({ outcome, status, body, reason })}::jsonb)`.execute(
    tx,
  );
}
