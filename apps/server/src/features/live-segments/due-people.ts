import { sql, type Kysely } from "kysely";
import { createLoop } from "../../platform/process/create-loop.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { evaluateAccounts } from "./evaluate-accounts.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { lockPeople } from "./load-people.ts";
import type { SegmentListener } from "./segment-changes.ts";
import { takeDue } from "./take-due.ts";

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
    const nowMs = now();
    const hasMore = await takeDue(db, "person", nowMs, async (tx, workspaceId, definitions, ids) => {
      await lockPeople(tx, workspaceId, ids);
      if (!definitions) return;
      const changes = await evaluatePeople(tx, workspaceId, definitions, ids, nowMs);
      if (changes.length > 0) await onSegmentChanges?.(tx, workspaceId, changes, nowMs);
    });
    const atMs = now();
    const hasMoreAccounts = await takeDue(db, "account", atMs, async (tx, workspaceId, definitions, ids) => {
      if (definitions) await evaluateAccounts(tx, workspaceId, definitions, ids, atMs);
    });
    return hasMore || hasMoreAccounts;
  }

  async function run(isStopped: () => boolean): Promise<void> {
    while (!isStopped() && (await evaluateDue()));
    if (performance.now() - summedUpAt < sumUpEveryMs) return;
    summedUpAt = performance.now();
    await sumUpGrowth(db);
  }

  const { start, stop } = createLoop({ everyMs: lookEveryMs, run, onError });
  return { evaluateDue, start, stop };
}

/** Makes one row of all that tell of the same quarter of an hour. */
async function sumUpGrowth(db: Kysely<Database>): Promise<void> {
  await sql`
    WITH many AS (SELECT segment_id, quarter FROM segment_growth GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 1000),
    taken AS (DELETE FROM segment_growth g USING many WHERE g.segment_id = many.segment_id AND g.quarter = many.quarter RETURNING g.*)
    INSERT INTO segment_growth SELECT segment_id, quarter, sum(entered), sum(left_it) FROM taken GROUP BY 1, 2`.execute(db);
}
