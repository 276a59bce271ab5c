import { waysOut, type FlowDefinition, type FlowStep, type FlowStepKind } from "@throughline/contract";

/** An edge's place: from which step (or `trigger`), by which of its ways. */
export type WayOf = { from: string; way: string };

/** The trigger on the canvas; no step may be called so. */
export const triggerId = "trigger";

/** An id for a new step of a kind that no other has: `wait`, `wait-2`, … */
export function newStepId(steps: FlowDefinition["steps"], kind: FlowStepKind): string {
  for (let count = 1; ; count++) {
    const id = count === 1 ? kind : `${kind}-${count}`;
    if (steps[id] === undefined) return id;
  }
}

/** The step with one of its ways leading elsewhere; a way that it does not have changes nothing. */
export function withWay(step: FlowStep, way: string, to: string | null): FlowStep {
  const [name = "", detail = ""] = way.split(/:(.*)/s);
  const at = Number(detail);
  switch (name) {
    case "case":
      return step.kind === "branch" ? { ...step, cases: changed(step.cases, at, to) } : step;
    case "answer":
      return step.kind === "webhook" ? { ...step, answers: changed(step.answers, at, to) } : step;
    case "variant":
      return step.kind === "split"
        ? { ...step, variants: step.variants.map((one) => (one.key === detail ? { ...one, next: to } : one)) }
        : step;
    case "outcome":
      return step.kind === "task"
        ? { ...step, outcomes: step.outcomes.map((one) => (one.outcome === detail ? { ...one, next: to } : one)) }
        : step;
    default:
      return name in step ? { ...step, [name]: to } : step;
  }
}

const changed = <T extends { next: string | null }>(list: readonly T[], at: number, to: string | null): T[] =>
  list.map((one, index) => (index === at ? { ...one, next: to } : one));

/** Lets a way lead to another step, or to the end. */
export function connect(flow: FlowDefinition, { from, way }: WayOf, to: string | null): FlowDefinition {
  if (from === triggerId) return { ...flow, start: to };
  const step = flow.steps[from];
  return step === undefined ? flow : { ...flow, steps: { ...flow.steps, [from]: withWay(step, way, to) } };
}

/** Where a way leads: null is the end, undefined that there is no such way. */
export function targetOf(flow: FlowDefinition, { from, way }: WayOf): string | null | undefined {
  if (from === triggerId) return flow.start;
  const step = flow.steps[from];
  return step && waysOut(step).find((one) => one.way === way)?.to;
}

/** Puts a step into a way: what came after it comes after the step now, by its first way. */
export function insertStep(flow: FlowDefinition, at: WayOf, id: string, step: FlowStep): FlowDefinition {
  const after = targetOf(flow, at) ?? null;
  const first = waysOut(step)[0]?.way;
  const placed = first === undefined ? step : withWay(step, first, after);
  const next = connect({ ...flow, steps: { ...flow.steps, [id]: placed } }, at, id);
  // An exit takes the place of what came after it.
  return first === undefined ? withoutLost(flow, next) : next;
}

/** Takes a step away: who came to it goes on by its first way. Steps that only it led to go with it. */
export function removeStep(flow: FlowDefinition, id: string): FlowDefinition {
  const removed = flow.steps[id];
  if (removed === undefined) return flow;
  const own = waysOut(removed)[0]?.to ?? null;
  const after = own === id ? null : own;
  const { [id]: _, ...others } = flow.steps;
  const steps = Object.fromEntries(
    Object.entries(others).map(([key, step]) => [
      key,
      waysOut(step).reduce((one, { way, to }) => (to === id ? withWay(one, way, after) : one), step),
    ]),
  );
  return withoutLost(flow, withoutPlaces({ ...flow, start: flow.start === id ? after : flow.start, steps }));
}

/** A copy of a step right after it, by its first way; null for an exit, after which nothing comes. */
export function duplicateStep(flow: FlowDefinition, id: string): { flow: FlowDefinition; id: string } | null {
  const step = flow.steps[id];
  const way = step && waysOut(step)[0]?.way;
  if (step === undefined || way === undefined) return null;
  const copy = newStepId(flow.steps, step.kind);
  return { id: copy, flow: insertStep(flow, { from: id, way }, copy, endedWays(step)) };
}

/** Changes a step; steps that no way leads to any more because of it go with the ways that are gone. */
export function changeStep(flow: FlowDefinition, id: string, step: FlowStep): FlowDefinition {
  const next = { ...flow, steps: { ...flow.steps, [id]: step } };
  const before = flow.steps[id];
  return before !== undefined && waysOut(step).length < waysOut(before).length ? withoutLost(flow, next) : next;
}

/** The step with every way leading to the end. */
const endedWays = (step: FlowStep): FlowStep => waysOut(step).reduce((one, { way }) => withWay(one, way, null), step);

/** The steps that can be come to from the trigger. */
export function reachable({ start, steps }: Pick<FlowDefinition, "start" | "steps">): Set<string> {
  const found = new Set<string>();
  const open = start === null ? [] : [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = steps[id];
    if (step === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...waysOut(step).flatMap(({ to }) => to ?? []));
  }
  return found;
}

/** Without the steps that could be reached before and cannot be now. */
function withoutLost(before: FlowDefinition, now: FlowDefinition): FlowDefinition {
  const was = reachable(before);
  const is = reachable(now);
  return withoutPlaces({ ...now, steps: Object.fromEntries(Object.entries(now.steps).filter(([id]) => is.has(id) || !was.has(id))) });
}

/** Places of steps that are gone are gone too. */
const withoutPlaces = (flow: FlowDefinition): FlowDefinition => ({
  ...flow,
  layout: Object.fromEntries(Object.entries(flow.layout).filter(([id]) => flow.steps[id] !== undefined)),
});
