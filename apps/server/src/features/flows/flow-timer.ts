import { sql, type Kysely } from "kysely";
import { createLoop } from "../../platform/process/create-loop.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { suppressionLock, type CountStretches } from "../identity/index.ts";
import { askOutside } from "./ask-outside.ts";
import { createFlowDefinitions, type WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";
import { takeHappenings } from "./happenings.ts";
import { armEverybody, letInArmed, letInScheduled } from "./let-in-by-time.ts";
import { migrateSome } from "./migrate-runs.ts";
import { lockPeople } from "./lock-people.ts";
import { letRest, lockRuns } from "./runs.store.ts";
import { createSession, type Session } from "./session.ts";
import { happeningsOf, type Signal } from "./signals.ts";
import { finishPreparations, keepFlows } from "./upkeep.ts";

const timerLock = 7_310_090;
/** Each of them takes runs of its own: while Postgres works for one, the other thinks, and on two cores it works for both. */
const lanesOfDue = 2;
const runsAtOnce = 500;
const signalsAtOnce = 500;
const lookEveryMs = 100;
const keepEveryMs = 60_000;

export type FlowTimerDeps = { db: Kysely<Database>; now: () => number; countStretches: CountStretches; onError: (error: unknown) => void };

/**
 * Goes on with runs whose time has come, and with what happened outside of batches: people who came into or left a segment by time alone, merges, answers to calls, dates that moved. Lets people in by
 * schedules and dates, takes runs over to new versions, and publishes what has been prepared. Each step is one transaction; what a crash interrupts is still due. One process at a time.
 */
export function createFlowTimer({ db, now, countStretches, onError }: FlowTimerDeps) {
  const definitions = createFlowDefinitions();
  let keptAt = -Infinity;
  let migratedVersion = "none";

  /** One transaction, as a batch does: definitions stay, and nobody is deleted meanwhile. Another process may be at it: then there is nothing to do. */
  const inTurn = (step: (tx: Tx, all: Map<string, WorkspaceFlows>, nowMs: number) => Promise<boolean>, lane = 0): Promise<boolean> =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${timerLock}, ${lane}) AS mine`.execute(tx);
      if (!rows[0]?.mine) return false;
      await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
      const all = await definitions(tx);
      return all.size === 0 ? false : step(tx, all, now());
    });

  const sessionOf = (tx: Tx, flows: WorkspaceFlows, nowMs: number): Session => createSession({ tx, flows, nowMs, countStretches });

  const takeSignals = (): Promise<boolean> =>
    inTurn(async (tx, all, nowMs) => {
      const { rows } = await sql<Signal>`
        DELETE FROM flow_signal WHERE seq IN (SELECT seq FROM flow_signal WHERE kind <> 'arm'
          AND workspace_id = (SELECT workspace_id FROM flow_signal WHERE kind <> 'arm' ORDER BY seq LIMIT 1) ORDER BY seq LIMIT ${signalsAtOnce})
        RETURNING seq, workspace_id AS "workspaceId", kind, of_id AS "ofId", key, details, at`.execute(tx);
      for (const [workspaceId, signals] of Map.groupBy(rows, (row) => row.workspaceId)) {
        const flows = all.get(workspaceId);
        if (!flows) continue;
        const happenings = await happeningsOf(
          tx,
          workspaceId,
          signals.sort((a, b) => Number(a.seq) - Number(b.seq)),
        );
        await lockPeople(
          tx,
          workspaceId,
          happenings.map(({ personId }) => personId),
        );
        await takeHappenings(sessionOf(tx, flows, nowMs), happenings);
      }
      return rows.length > 0;
    });

  /** Somebody with profiles in both lanes is taken by one after the other: whoever moves runs locks people first. */
  const takeDue = (lane: number): Promise<boolean> =>
    inTurn(async (tx, all, nowMs) => {
      const { rows } = await sql<{ id: string; workspaceId: string; profileId: string }>`
        SELECT id, workspace_id AS "workspaceId", profile_id AS "profileId" FROM flow_run WHERE due_at <= ${new Date(nowMs)} AND abs(profile_id % ${lanesOfDue}) = ${lane}
        ORDER BY due_at LIMIT ${runsAtOnce}`.execute(tx);
      const byWorkspace = Map.groupBy(rows, (row) => row.workspaceId);
      // Of one workspace alone: a batch has the people of several in another order.
      for (const [workspaceId, due] of byWorkspace) {
        const flows = all.get(workspaceId);
        if (!flows) continue;
        const { rows: owners } = await sql<{ personId: string }>`
          SELECT DISTINCT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(due.map(({ profileId }) => profileId))}::bigint[])`.execute(
          tx,
        );
        await lockPeople(
          tx,
          workspaceId,
          owners.map(({ personId }) => personId),
        );
        const session = sessionOf(tx, flows, nowMs);
        const stored = await lockRuns(
          tx,
          workspaceId,
          due.map(({ id }) => id),
        );
        await session.see(stored.map(({ personId }) => personId));
        for (const run of stored) {
          const work = await session.add(run);
          if (work) session.advance(work);
        }
        await session.settle(askOutside(session));
        await session.save();
        await letRest(
          tx,
          due.map(({ id }) => id),
          nowMs,
        );
        return rows.length === runsAtOnce || byWorkspace.size > 1;
      }
      return false;
    }, lane);

  /** A lane that fails lets the others end what they are at. */
  async function inLanes(isStopped: () => boolean): Promise<void> {
    const lanes = Array.from({ length: lanesOfDue }, async (_, lane) => {
      while (!isStopped() && (await takeDue(lane)));
    });
    const failed = (await Promise.allSettled(lanes)).find((ended) => ended.status === "rejected");
    if (failed) throw failed.reason;
  }

  /** Everything that is due by now: one small question while that is nothing. */
  async function run(isStopped: () => boolean = () => false): Promise<void> {
    const todo = await whatIsDue(db, now());
    const inTurns = async (step: TimedStep): Promise<void> => {
      while (!isStopped() && (await inTurn((tx, all, nowMs) => step(tx, all, nowMs, (flows) => sessionOf(tx, flows, nowMs)))));
    };
    if (todo.signals) while (!isStopped() && (await takeSignals()));
    if (todo.due) await inLanes(isStopped);
    if (todo.armed) await inTurns(letInArmed);
    if (todo.scheduled) await inTurns(letInScheduled);
    if (todo.toArm) await inTurns(armEverybody);
    if (todo.version !== migratedVersion) await inTurns(migrateSome);
    migratedVersion = todo.version;
    if (todo.preparing) await finishPreparations({ db, now });
    if (performance.now() - keptAt < keepEveryMs) return;
    keptAt = performance.now();
    await keepFlows({ db, now });
  }

  const { start, stop } = createLoop({ everyMs: lookEveryMs, run, onError });
  return { run: () => run(), start, stop };
}

type TimedStep = (
  tx: Tx,
  all: ReadonlyMap<string, WorkspaceFlows>,
  nowMs: number,
  sessionOf: (flows: WorkspaceFlows) => Session,
) => Promise<boolean>;
type Todo = Record<"signals" | "toArm" | "due" | "armed" | "scheduled" | "preparing", boolean> & { version: string };

async function whatIsDue(db: Kysely<Database>, nowMs: number): Promise<Todo> {
  const at = new Date(nowMs);
  const { rows } = await sql<Todo>`
    SELECT (SELECT version FROM flow_definitions) AS version, EXISTS (SELECT FROM flow_signal WHERE kind <> 'arm') AS signals, EXISTS (SELECT FROM flow_signal WHERE kind = 'arm') AS "toArm",
      EXISTS (SELECT FROM flow_run WHERE due_at <= ${at}) AS due, EXISTS (SELECT FROM flow_armed a JOIN flow f ON f.id = a.flow_id AND f.state = 'live' WHERE a.due_at <= ${at}) AS armed,
      EXISTS (SELECT FROM flow WHERE state = 'live' AND scheduled_at <= ${at}) AS scheduled, EXISTS (SELECT FROM flow WHERE preparing IS NOT NULL) AS preparing`.execute(
    db,
  );
  return rows[0] as Todo;
}
