import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import { evaluateAccounts, evaluatePeople, loadDefinitions, lockPeople } from "../live-segments/index.ts";
import type { ComputeDeps, Work } from "./computation.ts";

const membersAtOnce = { person: 1_000, account: 200 };

/** Looks at the next people (or accounts), in order of id, with segments that are being computed and those that name them. Gives the last one, null where there are no more, and how far that is. */
export async function evaluateChunk(
  tx: Tx,
  deps: Pick<ComputeDeps, "now" | "onSegmentChanges">,
  { workspaceId, of, place, jobs }: Work,
): Promise<{ next: string | null; share: number }> {
  const atOnce = membersAtOnce[of];
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM ${sql.table(of)} WHERE workspace_id = ${workspaceId} AND id > ${place} ORDER BY id LIMIT ${atOnce}`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const all = (await loadDefinitions(tx, workspaceId, of)).get(workspaceId);
  if (all && ids.length > 0) {
    const nowMs = deps.now();
    const places = new Set(all.segments.flatMap(({ id, index }) => (jobs.some((one) => one.id === id) ? [...all.movedWith(index)] : [])));
    const asked = new Map(ids.map((id) => [id, places]));
    if (of === "account") await evaluateAccounts(tx, workspaceId, all, ids, nowMs, asked);
    else {
      await lockPeople(tx, workspaceId, ids);
      const changes = await evaluatePeople(tx, workspaceId, all, ids, nowMs, { asked, memory: new Map() });
      if (changes.length > 0) await deps.onSegmentChanges?.(tx, workspaceId, changes, nowMs);
    }
  }
  const last = ids.at(-1);
  if (last === undefined || ids.length < atOnce) return { next: null, share: 1 };
  return { next: last, share: Number((BigInt(last) * 1000n) / 2n ** 63n) / 1000 };
}
