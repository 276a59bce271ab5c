import type { AccountSummary } from "@throughline/contract";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { toAccount } from "./accounts.store.ts";

/** These accounts, by their ids in the stores; those that are not there are left out. */
export async function findAccounts(
  db: Kysely<Database> | Transaction<Database>,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, AccountSummary>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Parameters<typeof toAccount>[0]>`
    SELECT id, key, name, people, first_seen AS "firstSeen", last_seen AS "lastSeen", traits FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, toAccount(row)]));
}
