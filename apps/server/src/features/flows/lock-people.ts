import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "./flows-deps.ts";
import { ownersOfRuns } from "./runs.store.ts";

/**
 * Locks all profiles of these people, and then their rows, each in order of id. Whoever moves runs takes locks in this order, so that nobody waits in a circle:
 *
 * 1. advisory locks: a loop's own turn, then that of definitions and deletions (shared; exclusive for who publishes, pauses or deletes)
 * 2. the row of a flow, as NO KEY UPDATE: runs that begin refer to it and must not wait
 * 3. profiles, then people, each in order of id, of one workspace: a batch has those of whom it tells something
 * 4. runs, in order of id, all of them in one statement; then moments at which people will come in, in order of person
 * 5. the budgets of people's attention
 * 6. what is only added: decisions, messages, tasks, calls, own interactions, counts
 *
 * Who closes a task holds it, and then what follows from 5 on. Senders hold a message or a call, and then 6.
 */
export async function lockPeople(tx: Tx, workspaceId: string, personIds: Iterable<string>): Promise<void> {
  const ids = plainArray([...new Set(personIds)]);
  await sql`SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND person_id = ANY(${ids}::bigint[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  await sql`SELECT id FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[]) ORDER BY id FOR UPDATE`.execute(tx);
}

/** Locks the people who have these runs, and says who they are. Whoever was merged while we waited is somebody else now. */
export async function lockPeopleOfRuns(tx: Tx, workspaceId: string, runIds: readonly string[]): Promise<Set<string>> {
  const locked = new Set<string>();
  for (;;) {
    const owners = new Set(await ownersOfRuns(tx, workspaceId, runIds));
    if ([...owners].every((id) => locked.has(id))) return owners;
    for (const id of owners) locked.add(id);
    await lockPeople(tx, workspaceId, locked);
  }
}
