import { sql, type Kysely } from "kysely";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { createLoop } from "../../platform/process/create-loop.ts";
import type { Tx } from "../identity/index.ts";
import { readAccounts, readMembers, readPeople, type StateRow } from "./read-state.ts";
import { reconcileState } from "./reconcile-state.ts";
import { forgetChanges, mirrorLock, nextVersion, oldestChanges, type StateChange } from "./state-changes.store.ts";

const changesAtOnce = 5_000;
const lookEveryMs = 1_000;
/** Many small writes cost the timeline store more than few large ones: news of changes wait for each other. */
const gatherMs = 500;
/** As timeline rows are written: no guessing of dates, a dot in a name stays a dot. */
const insertSettings = {
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  json_type_escape_dots_in_keys: 1,
  type_json_skip_duplicated_paths: 1,
};

/**
 * Carries what changed of people, accounts and segments from Postgres to the timeline store, where questions about behaviour ask for it. The queue is durable and a
 * change leaves it only once it is written there, so a crash repeats but never forgets; rows carry versions, and the latest wins.
 */
export type StateMirror = {
  start(): void;
  /** News: look now. */
  wake(): void;
  /** Carries over everything that is committed by now. */
  catchUp(): Promise<void>;
  /** Compares both stores and queues what is not alike (a store that was put back alone, or emptied). */
  reconcile(): Promise<void>;
  /** Ends after the batch under way. */
  stop(): Promise<void>;
};

export function createStateMirror(deps: { db: Kysely<Database>; clickhouse: ClickHouse; onError: (error: unknown) => void }): StateMirror {
  const { db, clickhouse } = deps;
  let restedAt = 0;

  async function write(table: string, rows: readonly StateRow[]): Promise<void> {
    if (rows.length > 0) await clickhouse.insert({ table, rows, settings: insertSettings });
  }

  async function carry(tx: Tx, changes: readonly StateChange[]): Promise<void> {
    const version = await nextVersion(tx);
    const of = (kind: StateChange["of"]): StateChange[] => [
      ...new Map(
        changes.filter((change) => change.of === kind).map((change) => [`${change.workspaceId} ${change.id} ${change.segmentId}`, change]),
      ).values(),
    ];
    await write("person_state", await readPeople(tx, of("person"), version));
    await write("account_state", await readAccounts(tx, of("account"), version));
    await write("segment_member", await readMembers(tx, of("member"), version));
  }

  /** One batch; says whether there may be more. Somebody else who is at it does it for us. */
  async function carryBatch({ wait }: { wait: boolean }): Promise<boolean> {
    return db.transaction().execute(async (tx) => {
      if (wait) await sql`SELECT pg_advisory_xact_lock(${mirrorLock})`.execute(tx);
      else {
        const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${mirrorLock}) AS mine`.execute(tx);
        if (!rows[0]?.mine) return false;
      }
      const changes = await oldestChanges(tx, changesAtOnce);
      if (changes.length === 0) return false;
      await carry(tx, changes);
      await forgetChanges(tx, changes);
      return changes.length === changesAtOnce;
    });
  }

  async function run(isStopped: () => boolean): Promise<void> {
    if (performance.now() < restedAt) return; // the next look is not far
    try {
      while (!isStopped() && (await carryBatch({ wait: false })));
    } finally {
      restedAt = performance.now() + gatherMs;
    }
  }
  const loop = createLoop({ everyMs: lookEveryMs, run, onError: deps.onError });

  return {
    wake: loop.wake,
    start() {
      loop.start();
      loop.wake();
    },
    async catchUp() {
      while (await carryBatch({ wait: true }));
    },
    reconcile: () => reconcileState({ db, clickhouse }),
    stop: loop.stop,
  };
}
