import { sql, type Kysely } from "kysely";
import { createLoop } from "../../platform/process/create-loop.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";
import { loadDefinitions } from "./definitions.ts";
import { evaluateDueAccounts } from "./due-accounts.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { lockPeople } from "./load-people.ts";
import type { SegmentListener } from "./segment-changes.ts";

const dueLock = 7_310_060;
const peopleAtOnce = 1_000;
const lookEveryMs = 250;
const sumUpEveryMs = 60_000;

type DuePeopleDeps = {
  db: Kysely<Database>;
  now: () => number;
  onError: (error: unknown) => void;
  onSegmentChanges?: SegmentListener | undefined;
};

/**
 * Looks at those (people, and accounts) for whom time alone may have changed something, when it is due, and at those whom a batch left to be looked at. One process at a time; what a
 * crash interrupts is still due.
 */
export function createDuePeople({ db, now, onError, onSegmentChanges }: DuePeopleDeps) {
  let summedUpAt = 0;

  /** One batch of people and one of accounts; says whether there may be more. */
  async function evaluateDue(): Promise<boolean> {
    const hasMore = await evaluateDuePeople();
    return (await evaluateDueAccounts(db, dueLock, now())) || hasMore;
  }

  const evaluateDuePeople = (): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { rows: locks } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${dueLock}) AS mine`.execute(tx);
      if (!locks[0]?.mine) return false;
      const nowMs = now();
      const due = await duePeople(tx, nowMs);
      if (due.length === 0) return false;
      // As a batch does: definitions stay, and nobody is deleted meanwhile.
      await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
      for (const [workspaceId, list] of Map.groupBy(due, (one) => one.workspaceId)) {
        const ids = [...new Set(list.map(({ personId }) => personId))];
        const definitions = (await loadDefinitions(tx, workspaceId)).get(workspaceId);
        await lockPeople(tx, workspaceId, ids);
        if (definitions && definitions.segments.length > 0) {
          const changes = await evaluatePeople(tx, workspaceId, definitions, ids, nowMs);
          if (changes.length > 0) await onSegmentChanges?.(tx, workspaceId, changes, nowMs);
        } else
          await sql`DELETE FROM segment_due WHERE workspace_id = ${workspaceId} AND person_id = ANY(${plainArray(ids)}::bigint[])`.execute(
            tx,
          );
      }
      const seqs = due.flatMap(({ seq }) => seq ?? []);
      if (seqs.length > 0) await sql`DELETE FROM segment_look WHERE seq = ANY(${plainArray(seqs)}::bigint[])`.execute(tx);
      return due.length >= peopleAtOnce;
    });

  async function run(isStopped: () => boolean): Promise<void> {
    while (!isStopped() && (await evaluateDue()));
    if (performance.now() - summedUpAt < sumUpEveryMs) return;
    summedUpAt = performance.now();
    await sumUpGrowth(db);
  }

  const { start, stop } = createLoop({ everyMs: lookEveryMs, run, onError });
  return { evaluateDue, start, stop };
}

type Due = { workspaceId: string; personId: string; seq: string | null };

/** Read without locks: people are locked before their rows here are written, by everybody. */
async function duePeople(tx: Tx, nowMs: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    (SELECT workspace_id AS "workspaceId", person_id AS "personId", seq FROM segment_look ORDER BY seq LIMIT ${peopleAtOnce})
    UNION ALL
    (SELECT workspace_id, person_id, NULL FROM segment_due WHERE due_at <= ${new Date(nowMs)} ORDER BY due_at LIMIT ${peopleAtOnce})`.execute(
    tx,
  );
  return rows;
}

/** Makes one row of all that tell of the same quarter of an hour. */
async function sumUpGrowth(db: Kysely<Database>): Promise<void> {
  await sql`
    WITH many AS (SELECT segment_id, quarter FROM segment_growth GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 1000),
    taken AS (DELETE FROM segment_growth g USING many WHERE g.segment_id = many.segment_id AND g.quarter = many.quarter RETURNING g.*)
    INSERT INTO segment_growth SELECT segment_id, quarter, sum(entered), sum(left_it) FROM taken GROUP BY 1, 2`.execute(db);
}
