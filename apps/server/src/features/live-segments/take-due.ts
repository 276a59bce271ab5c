import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";
import { loadDefinitions, type LiveDefinitions } from "./definitions.ts";
import { dueOfAccounts, dueOfPeople } from "./evaluate-loaded.ts";

const dueLock = 7_310_060;

/** Where it stands who is due (by time), and who is to be looked at soon, and how many are taken at once. */
const kinds = {
  person: { ...dueOfPeople, look: "segment_look", atOnce: 1_000 },
  account: { ...dueOfAccounts, look: "segment_account_look", atOnce: 500 },
} as const;
type Kind = (typeof kinds)[keyof typeof kinds];
type Due = { workspaceId: string; memberId: string; seq: string | null };

/**
 * Has one batch of people or accounts of one workspace evaluated that are due, or that a transaction left to be looked at; says whether there may be more. One process at a time; what a
 * crash interrupts is still due. Its definitions are null where nothing asks for them any more, and they are due no more then.
 *
 * Never several workspaces in one transaction: a batch locks all its people, of whatever workspaces, in one order of id, so who held those of one workspace and then took those of another
 * could wait in a circle with it. The order of everybody: profiles, then people, then accounts (which nobody waits for), each in order of id.
 */
export function takeDue(
  db: Kysely<Database>,
  of: keyof typeof kinds,
  nowMs: number,
  evaluate: (tx: Tx, workspaceId: string, definitions: LiveDefinitions | null, ids: string[]) => Promise<void>,
): Promise<boolean> {
  const kind = kinds[of];
  return db.transaction().execute(async (tx) => {
    const { rows: locks } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${dueLock}) AS mine`.execute(tx);
    if (!locks[0]?.mine) return false;
    const all = await readDue(tx, kind, nowMs);
    const workspaceId = all[0]?.workspaceId;
    if (workspaceId === undefined) return false;
    const due = all.filter((one) => one.workspaceId === workspaceId);
    // As a batch does: definitions stay, and nobody is deleted meanwhile.
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    const ids = [...new Set(due.map(({ memberId }) => memberId))];
    const known = (await loadDefinitions(tx, workspaceId, of)).get(workspaceId);
    const definitions = known && known.segments.length > 0 ? known : null;
    await evaluate(tx, workspaceId, definitions, ids);
    if (!definitions)
      await sql`DELETE FROM ${sql.table(kind.table)} WHERE workspace_id = ${workspaceId} AND ${sql.ref(kind.id)} = ANY(${plainArray(ids)}::bigint[])`.execute(
        tx,
      );
    const seqs = due.flatMap(({ seq }) => seq ?? []);
    if (seqs.length > 0) await sql`DELETE FROM ${sql.table(kind.look)} WHERE seq = ANY(${plainArray(seqs)}::bigint[])`.execute(tx);
    return due.length < all.length || all.length >= kind.atOnce;
  });
}

/** Read without locks: members are locked before their rows here are written, by everybody. */
async function readDue(tx: Tx, { table, id, look, atOnce }: Kind, nowMs: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    (SELECT workspace_id AS "workspaceId", ${sql.ref(id)} AS "memberId", seq FROM ${sql.table(look)} ORDER BY seq LIMIT ${atOnce})
    UNION ALL
    (SELECT workspace_id, ${sql.ref(id)}, NULL FROM ${sql.table(table)} WHERE due_at <= ${new Date(nowMs)} ORDER BY due_at LIMIT ${atOnce})`.execute(
    tx,
  );
  return rows;
}
