import { sql } from "kysely";
import { compareIds } from "@throughline/domain";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import { asOneValue, uniteMemory, type FoundMatches, type Memory, type Retaining } from "./memory.ts";
import { withoutStretch, type PackedMatches } from "./packed-matches.ts";

/** The account of interactions that name none. */
export const noAccount = "0";

/** Whose matches they are: what a profile did in the name of an account, or in none. */
export const accountKeyOf = (accountId: string | null, profileId: string): string => `${accountId ?? noAccount} ${profileId}`;
const partsOf = (key: string): [accountId: string, profileId: string] => key.split(" ") as [string, string];

/** Does a key name an account? Such matches are always that account's, whoever the profile belongs to. */
export const namesAccount = (key: string): boolean => partsOf(key)[0] !== noAccount;
export const profileOfKey = (key: string): string => partsOf(key)[1];
export const accountOfKey = (key: string): string => partsOf(key)[0];

/** Keys as a table `k` of (account_id, profile_id). */
const asTable = (keys: readonly string[]) =>
  sql`unnest(${plainArray(keys.map(accountOfKey))}::bigint[], ${plainArray(keys.map(profileOfKey))}::bigint[]) AS k(account_id, profile_id)`;

/** As `addMatches`, of what was done in the name of accounts, by {@link accountKeyOf}. The profiles are locked by this transaction. */
export async function addAccountMatches(
  tx: Tx,
  workspaceId: string,
  found: readonly FoundMatches[],
  retaining: Omit<Retaining, "isWhole"> & { isWhole: (profileId: string) => boolean },
): Promise<void> {
  if (found.length === 0) return;
  const memory: Memory = new Map();
  const { rows } = await sql<{ accountId: string; profileId: string; matches: Buffer }>`
    SELECT account_id AS "accountId", profile_id AS "profileId", matches FROM segment_account_match JOIN ${asTable([...new Set(found.map(({ key }) => key))])} USING (account_id, profile_id)
    WHERE workspace_id = ${workspaceId}`.execute(tx);
  for (const { accountId, profileId, matches } of rows) memory.set(accountKeyOf(accountId, profileId), matches);
  const isWhole = (key: string) => namesAccount(key) || retaining.isWhole(profileOfKey(key));
  await saveAccountMemory(tx, workspaceId, uniteMemory(memory, found, { ...retaining, isWhole }));
}

async function saveAccountMemory(tx: Tx, workspaceId: string, rows: readonly [key: string, packed: PackedMatches][]): Promise<void> {
  if (rows.length === 0) return;
  const byKey = ([a]: [string, unknown], [b]: [string, unknown]) =>
    compareIds(accountOfKey(a), accountOfKey(b)) || compareIds(profileOfKey(a), profileOfKey(b));
  const sorted = [...rows].sort(byKey);
  const { all, ends, lengths } = asOneValue(sorted.map(([, bytes]) => bytes));
  await sql`
    INSERT INTO segment_account_match (workspace_id, account_id, profile_id, matches)
    SELECT ${workspaceId}::uuid, account, profile, substring(${all}::bytea FROM ends - length + 1 FOR length)
    FROM unnest(${plainArray(sorted.map(([key]) => accountOfKey(key)))}::bigint[], ${plainArray(sorted.map(([key]) => profileOfKey(key)))}::bigint[], ${plainArray(ends)}::int[], ${plainArray(lengths)}::int[])
      AS m(account, profile, ends, length)
    ON CONFLICT (workspace_id, account_id, profile_id) DO UPDATE SET matches = excluded.matches`.execute(tx);
}

/** As `forgetMatches`. The accounts that it was done for are looked at within moments. */
export async function forgetAccountMatches(
  tx: Tx,
  workspaceId: string,
  stretches: readonly { profileId: string; fromMs: number; untilMs: number }[],
): Promise<void> {
  for (const stretch of stretches) {
    const { rows } = await sql<{ accountId: string; matches: Buffer }>`
      SELECT account_id AS "accountId", matches FROM segment_account_match WHERE workspace_id = ${workspaceId} AND profile_id = ${stretch.profileId} ORDER BY account_id FOR UPDATE`.execute(
      tx,
    );
    const left = rows.map(({ accountId, matches }): [string, PackedMatches] => [
      accountKeyOf(accountId, stretch.profileId),
      withoutStretch(matches, stretch),
    ]);
    await saveAccountMemory(tx, workspaceId, left);
    await lookAtAccountsSoon(
      tx,
      workspaceId,
      rows.map(({ accountId }) => accountId).filter((id) => id !== noAccount),
    );
  }
}

/** Has accounts looked at within moments, in a transaction of their own. */
export async function lookAtAccountsSoon(tx: Tx, workspaceId: string, accountIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return;
  await sql`INSERT INTO segment_account_look (workspace_id, account_id) SELECT ${workspaceId}::uuid, unnest(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
}
