import { nameOfStep, waysOut, type FlowDefinition, type FlowEdge, type FlowStep } from "@throughline/contract";
import type { Advanced, FlowView, Pending, Run, TraceEvent, Waiting } from "./run.ts";

/** A run on its way through one advance: a copy that is moved, with what it did. */
export type Trail = {
  readonly definition: FlowDefinition;
  readonly view: FlowView;
  readonly nowMs: number;
  run: Run;
  events: TraceEvent[];
  moves: FlowEdge[];
  pending: Pending | null;
};

export const beginTrail = (definition: FlowDefinition, run: Run, view: FlowView, nowMs: number): Trail => ({
  definition,
  view,
  nowMs,
  run: { ...run, visits: { ...run.visits }, variants: { ...run.variants }, answers: { ...run.answers } },
  events: [],
  moves: [],
  pending: null,
});

export const toAdvanced = ({ run, events, moves, pending }: Trail): Advanced => ({ run, events, moves, pending });

export function note(
  trail: Trail,
  event: Pick<TraceEvent, "what" | "sentence"> & Partial<Pick<TraceEvent, "step" | "way" | "evidence">>,
): void {
  trail.events.push({ at: trail.nowMs, step: trail.run.step, way: null, evidence: {}, ...event });
}

export function waitFor(trail: Trail, waiting: Waiting, sentence: string, evidence: Record<string, unknown> = {}): void {
  trail.run.state = "waiting";
  trail.run.waiting = waiting;
  note(trail, { what: "waits", sentence, evidence: waiting.dueMs === null ? evidence : { ...evidence, until: isoOf(waiting.dueMs) } });
}

export function end(trail: Trail, state: "finished" | "left" | "merged" | "failed", sentence: string): void {
  const { run } = trail;
  run.state = state;
  run.waiting = null;
  run.ended = sentence;
  run.endedMs = trail.nowMs;
  note(trail, { what: state === "failed" ? "failed" : "ended", step: state === "failed" ? run.step : null, sentence });
}

/** Takes a way out of the step where the run is: to the next step, or to the end. */
export function leaveBy(trail: Trail, way: string, sentence: string, evidence: Record<string, unknown> = {}): void {
  const { run, definition } = trail;
  const from = run.step as string;
  const out = waysOut(definition.steps[from] as FlowStep).find((one) => one.way === way);
  note(trail, { what: "left_step", way, sentence, evidence });
  goTo(trail, from, way, out?.to ?? null);
}

/** Comes to a step, unless it was there too often; null is the end. */
export function goTo(trail: Trail, from: string, way: string, to: string | null): void {
  const { run, definition } = trail;
  run.state = "running";
  run.waiting = null;
  trail.moves.push({ from, way, to });
  if (to === null) return end(trail, "finished", "Came to the end.");
  if (!Object.hasOwn(definition.steps, to)) return end(trail, "failed", `The step ${to} does not exist.`);
  if (visitsOf(run, to) >= definition.mostVisits)
    return end(
      trail,
      "left",
      `Came to “${nameOfStep(definition, to)}” more than ${definition.mostVisits} times, which is as often as the flow allows.`,
    );
  arrive(trail, to, `Came to “${nameOfStep(definition, to)}”.`);
}

/** Is at a step, once more than before: what it asks of the outside from here on has a key of its own. */
export function arrive(trail: Trail, to: string, sentence: string): void {
  const { run } = trail;
  const visit = visitsOf(run, to) + 1;
  run.visits[to] = visit;
  run.step = to;
  run.sinceMs = trail.nowMs;
  note(trail, { what: "arrived", sentence, evidence: visit > 1 ? { visit } : {} });
}

const visitsOf = ({ visits }: Run, step: string): number => (Object.hasOwn(visits, step) ? (visits[step] as number) : 0);

/** Names what a run asks of the outside: run, step and visit, the same after every crash. */
export const keyOf = ({ id, step, visits }: Run): string => `${id}:${step ?? ""}:${visits[step ?? ""] ?? 0}`;

const isoOf = (atMs: number): string => new Date(Math.min(atMs, 8.64e15)).toISOString();
