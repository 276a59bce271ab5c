import { durationMs, nameOfStep, type FlowDefinition, type FlowRun, type FlowStep } from "@throughline/contract";
import type { InteractionView } from "../predicates/view.ts";
import { wayOfAnswer } from "./call-answer.ts";
import { momentOf } from "./moments.ts";
import { performStep } from "./perform-step.ts";
import { isOpen, type Advanced, type Answer, type FlowView, type Run } from "./run.ts";
import { arrive, beginTrail, end, goTo, keyOf, leaveBy, note, toAdvanced, waitFor, type Trail } from "./trail.ts";

/** Without a goal somebody who is left alone is looked at for so long. */
const watchedMs = 28 * 86_400_000;
/** Nobody waits longer than this for a person to decide about a touch. */
const longestDecisionMs = 30 * 86_400_000;

/** Until when a run's goal counts. */
export const goalUntil = ({ goal }: FlowDefinition, enteredMs: number): number | null =>
  goal === null ? null : enteredMs + durationMs(goal.within);

export type Entry = Pick<Run, "id" | "workspaceId" | "flow" | "person" | "event" | "side"> & {
  /** What let them in, in words. */
  enteredBy: string;
  /** Variants of earlier runs of the same person. */
  kept?: Record<string, string>;
};

/** Lets somebody in. Whoever a holdout leaves alone takes no step: their run is only watched for the goal. */
export function startRun(definition: FlowDefinition, entry: Entry, view: FlowView, nowMs: number): Advanced {
  const { enteredBy, kept = {}, ...given } = entry;
  const run: Run = {
    ...given,
    kept,
    state: "running",
    step: null,
    sinceMs: nowMs,
    enteredMs: nowMs,
    visits: {},
    variants: {},
    answers: {},
    waiting: null,
    goalMs: null,
    endedMs: null,
    ended: null,
  };
  const trail = beginTrail(definition, run, view, nowMs);
  note(trail, { what: "entered", sentence: enteredBy });
  if (entry.side !== "treated") {
    trail.run.state = "control";
    note(trail, { what: "waits", sentence: leftAlone[entry.side] });
    return toAdvanced(trail);
  }
  goTo(trail, "trigger", "next", definition.start);
  return goOn(trail);
}

const leftAlone: Record<Exclude<FlowRun["side"], "treated">, string> = {
  held: "Is in the holdout of this flow: left alone, to measure what it does to others.",
  held_by_all: "Is in the holdout of everything: left alone, to measure what we do to others.",
};

/** When a run has to be looked at because time passes, or null. */
export function dueOf(definition: FlowDefinition, run: Run): number | null {
  if (run.state === "running") return run.sinceMs;
  if (run.state === "control") return goalUntil(definition, run.enteredMs) ?? run.enteredMs + watchedMs;
  return run.state === "waiting" ? (run.waiting?.dueMs ?? null) : null;
}

/**
 * Moves a run until it waits, ends, or needs something from outside (`pending`). Pure: the same inputs give the same run, events and moves. What is not due stays as it is.
 */
export function advanceRun(definition: FlowDefinition, run: Run, view: FlowView, nowMs: number): Advanced {
  const dueMs = dueOf(definition, run);
  if (!isOpen(run) || dueMs === null || (run.state !== "running" && dueMs > nowMs))
    return toAdvanced(beginTrail(definition, run, view, nowMs));
  if (run.state === "waiting") return resumeRun(definition, run, { kind: "time" }, view, nowMs);
  const trail = beginTrail(definition, run, view, nowMs);
  if (run.state === "control") {
    end(trail, "finished", "The time in which the goal counts is over.");
    return toAdvanced(trail);
  }
  return goOn(trail);
}

/** Goes on with what came of what was asked or waited for. An answer to something else than what the run is at changes nothing. */
export function resumeRun(definition: FlowDefinition, run: Run, answer: Answer, view: FlowView, nowMs: number): Advanced {
  const trail = beginTrail(definition, run, view, nowMs);
  const step = run.step === null ? undefined : definition.steps[run.step];
  if ((run.state !== "running" && run.state !== "waiting") || step === undefined) return toAdvanced(trail);
  if (!take(trail, step, answer)) return toAdvanced(trail);
  return goOn(trail);
}

/** Asks the arbiter anew about the touch that a run waits for: somebody has decided. */
export function askAgain(definition: FlowDefinition, run: Run, view: FlowView, nowMs: number): Advanced {
  const trail = beginTrail(definition, run, view, nowMs);
  if (run.state !== "waiting" || run.waiting?.for !== "touch") return toAdvanced(trail);
  Object.assign(trail.run, { state: "running", waiting: null });
  return goOn(trail);
}

/** Ends a run that goes on. */
export function endRun(
  definition: FlowDefinition,
  run: Run,
  state: "left" | "merged" | "failed",
  sentence: string,
  view: FlowView,
  nowMs: number,
): Advanced {
  const trail = beginTrail(definition, run, view, nowMs);
  if (isOpen(run)) end(trail, state, sentence);
  return toAdvanced(trail);
}

/**
 * Comes to the step at which a run failed once more, whatever the bound of visits says: somebody wants it so. `version` is that which it goes on in, where it is another one by now. A goal that was reached
 * meanwhile ends it, where the goal does.
 */
export function retryRun(
  definition: FlowDefinition,
  run: Run,
  { by, version }: { by: string; version: number | null },
  view: FlowView,
  nowMs: number,
): Advanced {
  const trail = beginTrail(definition, { ...run, state: "running", waiting: null, ended: null, endedMs: null }, view, nowMs);
  if (version !== null) note(trail, { what: "migrated", sentence: `Goes on in version ${version}.`, evidence: { version } });
  const to = run.step !== null && Object.hasOwn(definition.steps, run.step) ? run.step : definition.start;
  if (definition.exit.onGoal && run.goalMs !== null && run.endedMs !== null && run.goalMs > run.endedMs)
    end(trail, "left", "Reached the goal meanwhile.");
  else if (to === null) end(trail, "finished", "Came to the end.");
  else if (!Object.hasOwn(definition.steps, to)) end(trail, "failed", `The step ${to} does not exist.`);
  else arrive(trail, to, `${by} tried “${nameOfStep(definition, to)}” again.`);
  return goOn(trail);
}

/** Takes a run over to another version: to the step named in the map, else to that of the same id; null ends it. What it waits for begins anew. */
export function migrateRun(
  definition: FlowDefinition,
  run: Run,
  { map, version }: { map: Readonly<Record<string, string | null>>; version: number },
  view: FlowView,
  nowMs: number,
): Advanced {
  const trail = beginTrail(definition, run, view, nowMs);
  if (!isOpen(run)) return toAdvanced(trail);
  const from = run.step ?? "";
  const to = Object.hasOwn(map, from) ? (map[from] ?? null) : Object.hasOwn(definition.steps, from) ? from : null;
  note(trail, { what: "migrated", sentence: `Goes on in version ${version}.`, evidence: { version, from, to } });
  if (run.state === "control") return toAdvanced(trail);
  if (to === null) {
    end(trail, "left", `Version ${version} has no place for them.`);
    return toAdvanced(trail);
  }
  const sinceMs = to === from ? run.sinceMs : nowMs;
  goTo(trail, "migrated", "next", to);
  trail.moves = [];
  trail.run.sinceMs = sinceMs;
  return goOn(trail);
}

/** What an interaction of the person does to a run: it reaches the goal, ends it, or is what it waited for. Null where it does nothing. */
export function meetEvent(
  definition: FlowDefinition,
  run: Run,
  interaction: InteractionView,
  tests: { isGoal: boolean; isExit: boolean; isAwaited: boolean },
  view: FlowView,
  nowMs: number,
): Advanced | null {
  const untilMs = goalUntil(definition, run.enteredMs);
  const reaches = tests.isGoal && run.goalMs === null && untilMs !== null && interaction.at >= run.enteredMs && interaction.at <= untilMs;
  const exits = tests.isExit && isOpen(run) && run.state !== "control" && interaction.at >= run.enteredMs;
  const comes = tests.isAwaited && run.waiting?.for === "event" && interaction.at >= run.sinceMs;
  if (!reaches && !exits && !comes) return null;
  const trail = beginTrail(definition, run, view, nowMs);
  if (reaches) {
    trail.run.goalMs = interaction.at;
    note(trail, {
      what: "goal",
      sentence: `Reached the goal by ${interaction.name}.`,
      evidence: { interaction: interaction.id, reachedAt: new Date(interaction.at).toISOString() },
    });
    if (run.state === "control") end(trail, "finished", "Reached the goal by themselves.");
    else if (isOpen(run) && definition.exit.onGoal) end(trail, "left", "Reached the goal.");
  }
  if (exits && isOpen(trail.run)) end(trail, "left", `${interaction.name} ends it.`);
  if (!comes || !isOpen(trail.run)) return toAdvanced(trail);
  const { events, moves } = trail;
  const resumed = resumeRun(definition, trail.run, { kind: "event", name: interaction.name }, view, nowMs);
  return { ...resumed, events: [...events, ...resumed.events], moves: [...moves, ...resumed.moves] };
}

/** Looks whether what a run leaves by, or waits for, has come to hold. Null where nothing has. */
export function meetChange(definition: FlowDefinition, run: Run, view: FlowView, nowMs: number): Advanced | null {
  if (run.state !== "waiting" && run.state !== "running") return null;
  const { when } = definition.exit;
  if (when !== null && view.holds(when, run.event)) return endRun(definition, run, "left", "What ends it holds.", view, nowMs);
  const step = run.step === null ? undefined : definition.steps[run.step];
  if (step?.kind !== "wait" || run.waiting === null) return null;
  if (step.wait.for === "predicate" && run.waiting.for === "predicate" && view.holds(step.wait.when, run.event))
    return resumeRun(definition, run, { kind: "predicate" }, view, nowMs);
  if (step.wait.for !== "date" || run.waiting.for !== "date") return null;
  const dueMs = momentOf(step.wait.moment, view.person, view.timezone, nowMs);
  if (dueMs === run.waiting.dueMs) return null;
  const trail = beginTrail(definition, run, view, nowMs);
  if (dueMs === null) {
    leaveBy(trail, "next", `${step.wait.moment.property} is missing or gone by now.`);
    return goOn(trail);
  }
  waitFor(trail, { for: "date", dueMs }, `${step.wait.moment.property} has moved.`);
  return toAdvanced(trail);
}

function goOn(trail: Trail): Advanced {
  const { definition, view } = trail;
  while (trail.run.state === "running" && trail.pending === null && view.standsStill !== true) {
    if (definition.exit.when !== null && view.holds(definition.exit.when, trail.run.event)) {
      end(trail, "left", "What ends it holds.");
      break;
    }
    performStep(trail, definition.steps[trail.run.step as string] as FlowStep);
  }
  return toAdvanced(trail);
}

/** Whether the answer was to what the run is at. */
function take(trail: Trail, step: FlowStep, answer: Answer): boolean {
  const { run } = trail;
  const { waiting } = run;
  switch (answer.kind) {
    case "touch":
      if (step.kind !== "message" || (waiting !== null && waiting.for !== "touch")) return false;
      takeTouch(trail, step, answer);
      return true;
    case "made":
      return takeMade(trail, step, answer.evidence ?? {});
    case "done":
      if (step.kind !== "change" && step.kind !== "flow") return false;
      leaveBy(trail, "next", answer.sentence, answer.evidence);
      return true;
    case "failed":
      end(trail, "failed", answer.reason);
      return true;
    case "task": {
      if (step.kind !== "task" || waiting?.for !== "task") return false;
      const named = step.outcomes.find(({ outcome }) => outcome.toLowerCase() === answer.outcome?.toLowerCase());
      leaveBy(
        trail,
        named ? `outcome:${named.outcome}` : "next",
        answer.outcome === null ? "The task was cancelled." : `The task ended with “${answer.outcome}”.`,
      );
      return true;
    }
    case "approval":
      if (step.kind !== "approval" || waiting?.for !== "approval") return false;
      leaveBy(trail, answer.approved ? "approved" : "refused", `${answer.by} ${answer.approved ? "approved it" : "refused it"}.`);
      return true;
    case "call":
      if (step.kind !== "webhook" || waiting?.for !== "call") return false;
      if (answer.outcome === "answered") {
        run.answers[run.step as string] = answer.body;
        leaveBy(trail, wayOfAnswer(step, answer.status, answer.body), `Was answered with ${answer.status ?? "nothing"}.`, {
          status: answer.status,
        });
      } else
        leaveBy(trail, "failed", answer.outcome === "unknown" ? "It is not known whether it arrived." : "It failed.", {
          status: answer.status,
        });
      return true;
    case "event":
      if (waiting?.for !== "event") return false;
      leaveBy(trail, "next", `${answer.name} happened.`);
      return true;
    case "predicate":
      if (waiting?.for !== "predicate") return false;
      leaveBy(trail, "next", "What was waited for holds.");
      return true;
    case "time":
      return takeTime(trail, step);
  }
}

function takeTouch(trail: Trail, step: Extract<FlowStep, { kind: "message" }>, answer: Extract<Answer, { kind: "touch" }>): void {
  const { run, definition } = trail;
  note(trail, { what: "touch", sentence: answer.reason, evidence: { answer: answer.answer, ...answer.evidence } });
  if (answer.answer === "now") {
    note(trail, {
      what: "sent",
      sentence: `“${nameOfStep(definition, run.step as string)}” is on its way.`,
      evidence: { key: keyOf(run) },
    });
    return leaveBy(trail, "next", "Goes on.");
  }
  if (answer.answer === "no") return leaveBy(trail, heldWay(step), answer.reason);
  const latestMs = run.sinceMs + (step.expiresAfter === null ? longestDecisionMs : durationMs(step.expiresAfter));
  const dueMs = answer.answer === "later" ? (answer.atMs ?? latestMs) : latestMs;
  run.state = "waiting";
  run.waiting = { for: "touch", key: keyOf(run), answer: answer.answer, dueMs };
  note(trail, {
    what: "waits",
    sentence: answer.answer === "later" ? "Waits until the arbiter can allow it." : "Waits for a person to decide.",
    evidence: { until: new Date(dueMs).toISOString() },
  });
}

const heldWay = ({ heldIs }: Extract<FlowStep, { kind: "message" }>): string => (heldIs === "edge" ? "held" : "next");

function takeMade(trail: Trail, step: FlowStep, evidence: Record<string, unknown>): boolean {
  const { run } = trail;
  if (run.waiting !== null) return false;
  const key = keyOf(run);
  const timeout =
    (step.kind === "task" || step.kind === "approval") && step.timeout !== null ? run.sinceMs + durationMs(step.timeout) : null;
  if (step.kind === "task" && step.outcomes.length === 0) leaveBy(trail, "next", "The task was made; nothing is waited for.", evidence);
  else if (step.kind === "task") waitFor(trail, { for: "task", key, dueMs: timeout }, "Waits for what comes of the task.", evidence);
  else if (step.kind === "approval") waitFor(trail, { for: "approval", key, dueMs: timeout }, "Waits for a person to approve.", evidence);
  else if (step.kind === "webhook") waitFor(trail, { for: "call", key, dueMs: null }, "Waits for the answer.", evidence);
  else return false;
  return true;
}

/** Its time has come: of a touch that was put off, to be asked anew; of all others the way out. */
function takeTime(trail: Trail, step: FlowStep): boolean {
  const { run, nowMs } = trail;
  const { waiting } = run;
  if (waiting === null || waiting.dueMs === null || waiting.dueMs > nowMs) return false;
  switch (waiting.for) {
    case "time":
    case "date":
      leaveBy(trail, "next", "The time has come.");
      return true;
    case "event":
    case "predicate":
      leaveBy(trail, "timedOut", "It has not come in time.");
      return true;
    case "touch":
      if (waiting.answer === "later") Object.assign(run, { state: "running", waiting: null });
      else leaveBy(trail, step.kind === "message" ? heldWay(step) : "next", "Nobody decided in time.");
      return true;
    case "task":
      leaveBy(trail, "next", "Time for the task ran out.");
      return true;
    case "approval":
      leaveBy(trail, "refused", "Nobody approved it in time.");
      return true;
    default:
      return false;
  }
}
