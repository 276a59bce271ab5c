import { describeDuration, describeEvents, durationMs, type FlowStep } from "@throughline/contract";
import { drawVariant } from "./draw-variant.ts";
import { momentOf, nextInWindow } from "./moments.ts";
import { end, keyOf, leaveBy, note, waitFor, type Trail } from "./trail.ts";

type StepOf<Kind extends FlowStep["kind"]> = Extract<FlowStep, { kind: Kind }>;

/** Does what a step says, as far as that needs nobody else: it leaves the step, waits, ends, or asks the world (`pending`). */
export function performStep(trail: Trail, step: FlowStep): void {
  const { run } = trail;
  const asked = { key: keyOf(run), step: run.step as string };
  switch (step.kind) {
    case "wait":
      return beginWait(trail, step);
    case "branch":
      return branch(trail, step);
    case "split":
      return split(trail, step);
    case "message":
      trail.pending = {
        ...asked,
        kind: "touch",
        message: step,
        expiresMs: step.expiresAfter === null ? null : run.sinceMs + durationMs(step.expiresAfter),
      };
      return;
    case "webhook":
      trail.pending = { ...asked, kind: "call", call: step };
      return;
    case "task":
      trail.pending = { ...asked, kind: "task", task: step };
      return;
    case "approval":
      trail.pending = { ...asked, kind: "approval", approval: step };
      return;
    case "change":
      trail.pending = { ...asked, kind: "change", change: step };
      return;
    case "flow":
      trail.pending = { ...asked, kind: "flow", flow: step.flow };
      return;
    case "goal":
      reachGoal(trail, trail.nowMs, "Came to the goal.");
      return leaveBy(trail, "next", "Goes on.");
    case "exit":
      trail.moves.push({ from: asked.step, way: "exit", to: null });
      return end(trail, "finished", step.reason === "" ? "Came to an exit." : step.reason);
  }
}

/** The goal counts once, the first time. */
export function reachGoal(trail: Trail, atMs: number, sentence: string): void {
  if (trail.run.goalMs !== null) return;
  trail.run.goalMs = atMs;
  note(trail, { what: "goal", sentence, evidence: { reachedAt: new Date(atMs).toISOString() } });
}

function beginWait(trail: Trail, { wait }: StepOf<"wait">): void {
  const { run, view, nowMs } = trail;
  switch (wait.for) {
    case "duration":
      return waitFor(
        trail,
        { for: "time", dueMs: run.sinceMs + durationMs(wait.duration) },
        `Waits for ${describeDuration(wait.duration)}.`,
      );
    case "window": {
      const dueMs = nextInWindow(wait, nowMs, view.timezone);
      if (dueMs <= nowMs) return leaveBy(trail, "next", `It is between ${wait.from} and ${wait.to} where they are.`);
      return waitFor(trail, { for: "time", dueMs }, `Waits until it is ${wait.from} where they are.`, { timezone: view.timezone });
    }
    case "event":
      return waitFor(
        trail,
        { for: "event", dueMs: run.sinceMs + durationMs(wait.timeout) },
        `Waits for ${describeEvents(wait.event.event)}, at most ${describeDuration(wait.timeout)}.`,
      );
    case "predicate":
      if (view.holds(wait.when, run.event)) return leaveBy(trail, "next", "What it would wait for holds already.");
      return waitFor(
        trail,
        { for: "predicate", dueMs: run.sinceMs + durationMs(wait.timeout) },
        `Waits until it holds, at most ${describeDuration(wait.timeout)}.`,
      );
    case "date": {
      const dueMs = momentOf(wait.moment, view.person, view.timezone, nowMs);
      if (dueMs === null) return leaveBy(trail, "next", `${wait.moment.property} is missing or gone by, so there is nothing to wait for.`);
      return waitFor(trail, { for: "date", dueMs }, `Waits for ${wait.moment.property}.`);
    }
  }
}

function branch(trail: Trail, step: StepOf<"branch">): void {
  const { run, view } = trail;
  const index = step.cases.findIndex(({ when }) => view.holds(when, run.event));
  if (index < 0) return leaveBy(trail, "otherwise", "None of the cases holds.");
  const label = step.cases[index]?.label ?? "";
  leaveBy(trail, `case:${index}`, label === "" ? `Case ${index + 1} holds.` : `“${label}” holds.`);
}

function split(trail: Trail, step: StepOf<"split">): void {
  const { run } = trail;
  const id = run.step as string;
  const there = (key: string | undefined): key is string => key !== undefined && step.variants.some((variant) => variant.key === key);
  const before = [run.variants[id], run.kept[id]].find(there);
  const key = before ?? drawVariant(step.variants, { workspaceId: run.workspaceId, flow: run.flow, step: id, person: run.person });
  run.variants[id] = key;
  const label = step.variants.find((variant) => variant.key === key)?.label || key;
  leaveBy(trail, `variant:${key}`, `${before === undefined ? "Drawn for" : "Stays with"} “${label}”.`, { variant: key });
}
