import {
  advanceRun,
  askAgain,
  dueOfRun,
  endRun,
  goalUntil,
  isOpenRun,
  meetChange,
  meetEvent,
  resumeRun,
  type FlowAdvanced,
  type FlowAnswer,
  type FlowPending,
  type FlowRunState,
  type FlowTraceEvent,
  type FlowView,
  type InteractionView,
} from "@throughline/domain";
import { createStretchReader, type CountStretches, type ReadStretches } from "../identity/index.ts";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import { versionOf, type LiveFlow, type WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";
import { loadViews, type SeenPerson } from "./load-views.ts";
import { addCounts, saveRuns, toRunState, watchedRuns, type StoredRun } from "./runs.store.ts";
import { toldOf } from "./told-of-run.ts";

/** A run in this transaction, with what it did since it was read. */
export type Work = {
  flow: LiveFlow;
  version: number;
  compiled: CompiledFlow;
  run: FlowRunState;
  personId: string;
  stored: StoredRun;
  /** Task or touch that it waits for, where it is not the key of its step. */
  taskId: string | null;
  events: FlowTraceEvent[];
  isNew: boolean;
  isChanged: boolean;
};
export type Asked = { work: Work; pending: FlowPending };
export type SessionDeps = {
  tx: Tx;
  flows: WorkspaceFlows;
  nowMs: number;
  /** Where traits may be changed here: batches leave that to the timer, which locks people first. */
  countStretches: CountStretches | null;
  /** Of the transaction, where it has read whose profiles are whose. */
  readStretches?: ReadStretches;
};

/** Nobody's flows start each other more often than this at one moment. */
const mostRounds = 200;

/**
 * Runs of some people in one transaction: read once, moved in memory by the pure engine, and written once. What runs ask of the outside is asked for all of them together, round by round.
 */
export function createSession(deps: SessionDeps) {
  const { tx, flows, nowMs } = deps;
  const { workspaceId } = flows;
  const readStretches = deps.readStretches ?? createStretchReader(tx, workspaceId);
  const works = new Map<string, Work>();
  const people = new Map<string, SeenPerson>();
  const withRuns = new Set<string>();
  const moves: { flowId: string; from: string; way: string; to: string | null }[] = [];
  let asked: Asked[] = [];

  const viewOf = (work: Pick<Work, "personId" | "compiled" | "flow">): FlowView => {
    const { view, timezone } = people.get(work.personId) as SeenPerson;
    return {
      person: view,
      timezone,
      holds: (predicate, event) => work.compiled.holds(predicate, view, event, nowMs),
      standsStill: work.flow.state === "paused",
    };
  };

  function apply(work: Work, advanced: FlowAdvanced | null): void {
    if (advanced === null) return;
    const { run, events, moves: taken, pending } = advanced;
    work.run = run;
    work.events.push(...events);
    work.isChanged ||= events.length > 0;
    if (run.waiting?.for !== "task" && run.waiting?.for !== "approval") work.taskId = null;
    moves.push(...taken.map((move) => ({ flowId: work.flow.id, ...move })));
    if (pending) asked.push({ work, pending });
  }

  /** Moves a run; where the engine itself fails, that is kept with the run, and nobody else is kept waiting. */
  function move(work: Work, how: (work: Work, view: FlowView) => FlowAdvanced | null): void {
    if (!people.has(work.personId)) return;
    const view = viewOf(work);
    try {
      apply(work, how(work, view));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      apply(work, endRun(work.compiled.definition, work.run, "failed", `It could not go on: ${reason}`, view, nowMs));
    }
  }

  async function add(stored: StoredRun): Promise<Work | null> {
    const known = works.get(stored.id);
    if (known) return known;
    const flow = flows.byId.get(stored.flowId);
    if (!flow) return null;
    const compiled = await versionOf(tx, flows, flow.id, stored.version);
    const run = toRunState(workspaceId, flow.key, stored);
    const waitsForTask = run.waiting?.for === "task" || run.waiting?.for === "approval";
    const work: Work = {
      flow,
      version: stored.version,
      compiled,
      run,
      personId: stored.personId,
      stored,
      taskId: waitsForTask ? stored.pending : null,
      events: [],
      isNew: false,
      isChanged: false,
    };
    works.set(stored.id, work);
    return work;
  }

  /** Two open runs of one flow whose people became one: the older stays. */
  function endDoubles(personId: string): void {
    const open = [...works.values()].filter((work) => work.personId === personId && isOpenRun(work.run));
    for (const list of Map.groupBy(open, ({ flow }) => flow.id).values()) {
      const [oldest, ...younger] = list.sort((a, b) => a.run.enteredMs - b.run.enteredMs || (a.run.id < b.run.id ? -1 : 1));
      if (!oldest || younger.length === 0 || oldest.flow.compiled.definition.entry.whileIn) continue;
      for (const one of younger)
        if (one.run.person !== oldest.run.person)
          move(one, ({ compiled, run }, view) =>
            endRun(compiled.definition, run, "merged", "They turned out to be somebody who is in it already.", view, nowMs),
          );
    }
  }

  const session = {
    ...deps,
    workspaceId,
    readStretches,
    works,
    viewOf,
    move,
    personOf: (personId: string): SeenPerson | null => people.get(personId) ?? null,
    ofPerson: (personId: string): Work[] => [...works.values()].filter((work) => work.personId === personId),

    /** Reads people alone: where the runs that are moved are known. */
    async see(personIds: Iterable<string>): Promise<void> {
      const ids = [...new Set(personIds)].filter((id) => !people.has(id));
      for (const [id, seen] of await loadViews(tx, workspaceId, flows, ids)) people.set(id, seen);
    },
    /** Reads people and their runs, which are locked until the transaction ends. */
    async load(personIds: Iterable<string>): Promise<void> {
      const ids = [...new Set(personIds)].filter((id) => !withRuns.has(id));
      if (ids.length === 0) return;
      await session.see(ids);
      for (const id of ids) withRuns.add(id);
      for (const stored of await watchedRuns(tx, workspaceId, readStretches, ids)) await add(stored);
      for (const id of ids) endDoubles(id);
    },
    add,
    /** Takes in a run that begins here. */
    begin(work: Omit<Work, "events" | "isNew" | "isChanged" | "taskId">, advanced: FlowAdvanced): void {
      const begun: Work = { ...work, taskId: null, events: [], isNew: true, isChanged: true };
      works.set(work.run.id, begun);
      apply(begun, advanced);
    },
    advance: (work: Work): void => move(work, ({ compiled, run }, view) => advanceRun(compiled.definition, run, view, nowMs)),
    answer: (work: Work, answer: FlowAnswer): void =>
      move(work, ({ compiled, run }, view) => resumeRun(compiled.definition, run, answer, view, nowMs)),
    decideAgain: (work: Work): void => move(work, ({ compiled, run }, view) => askAgain(compiled.definition, run, view, nowMs)),
    /** Something about the person has changed: what ends a run, or what it waits for, may hold by now. */
    lookAnew: (work: Work): void => move(work, ({ compiled, run }, view) => meetChange(compiled.definition, run, view, nowMs)),
    /** The person did something. */
    happen(work: Work, interaction: InteractionView): void {
      move(work, ({ compiled, run }, view) => {
        const { person } = view;
        const awaited = run.waiting?.for === "event" ? compiled.awaited.get(run.step ?? "") : undefined;
        const tests = {
          isGoal: compiled.goal?.(interaction, person, nowMs) ?? false,
          isExit: compiled.exits.some((test) => test(interaction, person, nowMs)),
          isAwaited: awaited?.(interaction, person, nowMs) ?? false,
        };
        return meetEvent(compiled.definition, run, interaction, tests, view, nowMs);
      });
    },

    /** Asks the outside what runs need, and goes on with the answers, until all of them wait or have ended. */
    async settle(ask: (asked: readonly Asked[]) => Promise<Map<Asked, FlowAnswer>>): Promise<void> {
      for (let round = 0; asked.length > 0; round++) {
        const now = asked;
        asked = [];
        if (round >= mostRounds) {
          for (const { work } of now)
            move(work, ({ compiled, run }, view) =>
              endRun(compiled.definition, run, "failed", "It went on and on without ever waiting.", view, nowMs),
            );
          return;
        }
        const answers = await ask(now);
        for (const one of now) {
          const answer = answers.get(one);
          if (answer) session.answer(one.work, answer);
        }
      }
    },

    /** Writes everything that has changed. */
    async save(): Promise<void> {
      const changed = [...works.values()].filter(({ isChanged }) => isChanged);
      if (changed.length === 0) return;
      await saveRuns(
        tx,
        workspaceId,
        changed.map((work) => toSave(work)),
        changed.flatMap(({ run, stored, events }) =>
          events.map((event, index) => ({ ...event, runId: run.id, seq: stored.events + index })),
        ),
      );
      await addCounts(tx, nowMs, moves);
      await recordOwnInteractions(
        tx,
        changed.flatMap((work) => toldOf(workspaceId, work)),
      );
      for (const work of changed)
        Object.assign(work, {
          isNew: false,
          isChanged: false,
          stored: { ...work.stored, events: work.stored.events + work.events.length },
          events: [],
        });
      moves.length = 0;
    },
  };

  function toSave({ flow, version, compiled, run, stored, taskId, events, isNew }: Work) {
    const { definition } = compiled;
    const dueMs = isOpenRun(run) ? dueOfRun(definition, run) : null;
    const standsStill = flow.state === "paused" && run.state !== "control";
    const due = dueMs === null ? null : new Date(Math.min(dueMs, 8.64e15));
    const until = goalUntil(definition, run.enteredMs);
    return {
      ...stored,
      version,
      state: run.state,
      side: run.side,
      step: run.step,
      since: new Date(run.sinceMs),
      dueAt: standsStill ? null : due,
      heldDueAt: standsStill ? due : null,
      pending: run.waiting === null ? null : "key" in run.waiting ? (taskId ?? run.waiting.key) : null,
      goalAt: run.goalMs === null ? null : new Date(run.goalMs),
      goalUntil: until === null ? null : new Date(until),
      endedAt: run.endedMs === null ? null : new Date(run.endedMs),
      ended: run.ended,
      watched: isOpenRun(run) || (run.state !== "merged" && run.goalMs === null && until !== null && until > nowMs),
      variants: run.variants,
      memory: { person: run.person, event: run.event, visits: run.visits, kept: run.kept, answers: run.answers, waiting: run.waiting },
      events: stored.events + events.length,
      isNew,
    };
  }
  return session;
}
export type Session = ReturnType<typeof createSession>;
