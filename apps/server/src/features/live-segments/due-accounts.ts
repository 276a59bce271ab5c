import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";
import { loadDefinitions } from "./definitions.ts";
import { evaluateAccounts } from "./evaluate-accounts.ts";

const accountsAtOnce = 500;

type Due = { workspaceId: string; accountId: string; seq: string | null };

/** Looks at accounts for which time alone may have changed something, and at those that a transaction left to be looked at, one batch of them; says whether there may be more. */
export async function evaluateDueAccounts(db: Kysely<Database>, dueLock: number, nowMs: number): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const due = await dueAccounts(tx, nowMs);
    if (due.length === 0) return false;
    const { rows: locks } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${dueLock}) AS mine`.execute(tx);
    if (!locks[0]?.mine) return false;
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    for (const [workspaceId, list] of Map.groupBy(due, (one) => one.workspaceId)) {
      const ids = [...new Set(list.map(({ accountId }) => accountId))];
      const definitions = (await loadDefinitions(tx, workspaceId, "account")).get(workspaceId);
      if (definitions && definitions.segments.length > 0) await evaluateAccounts(tx, workspaceId, definitions, ids, nowMs);
      else
        await sql`DELETE FROM segment_account_due WHERE workspace_id = ${workspaceId} AND account_id = ANY(${plainArray(ids)}::bigint[])`.execute(
          tx,
        );
    }
    const seqs = due.flatMap(({ seq }) => seq ?? []);
    if (seqs.length > 0) await sql`DELETE FROM segment_account_look WHERE seq = ANY(${plainArray(seqs)}::bigint[])`.execute(tx);
    return due.length >= accountsAtOnce;
  });
}

async function dueAccounts(tx: Tx, nowMs: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    (SELECT workspace_id AS "workspaceId", account_id AS "accountId", seq FROM segment_account_look ORDER BY seq LIMIT ${accountsAtOnce})
    UNION ALL
    (SELECT workspace_id, account_id, NULL FROM segment_account_due WHERE due_at <= ${new Date(nowMs)} ORDER BY due_at LIMIT ${accountsAtOnce})`.execute(
    tx,
  );
  return rows;
}
