import { momentOf, nextScheduled } from "@throughline/domain";
import type { CompiledFlow } from "./compile-flow.ts";
import type { PastAt } from "./past.ts";

/** Nobody comes and goes more often than that. */
const mostMoments = 1_000;

/** When a person would be let in other than by an interaction, from `fromMs` until before `toMs`, in order; for an interaction see `CompiledFlow.trigger`. */
export function entryMoments(flow: CompiledFlow, past: PastAt, { fromMs, toMs }: { fromMs: number; toMs: number }): number[] {
  const { trigger } = flow.definition;
  if (trigger.kind === "date") return dateMoments(flow, past, fromMs, toMs);
  if (trigger.kind === "schedule") return scheduledMoments(flow, past, fromMs, toMs);
  if (flow.entersBy === null) return [];
  const { predicate, on, afterMs } = flow.entersBy;
  const changes = changesOf(predicate, past, fromMs - afterMs, toMs);
  return changes.flatMap(({ at, holds }, index) => {
    if (holds !== on) return [];
    const moment = at + afterMs;
    const isStill = (changes[index + 1]?.at ?? Infinity) > moment;
    return isStill && moment >= fromMs && moment < toMs ? [moment] : [];
  });
}

/** When a predicate begins and ceases to hold. What holds at the beginning is no change. */
function changesOf(predicate: NonNullable<CompiledFlow["entersBy"]>["predicate"], past: PastAt, fromMs: number, toMs: number) {
  const changes: { at: number; holds: boolean }[] = [];
  let before = predicate.holds(past.view(fromMs), fromMs);
  let atMs = fromMs;
  for (let looks = 0; looks < 20 * mostMoments && changes.length < mostMoments; looks++) {
    atMs = Math.min(predicate.nextFlip(past.view(atMs), atMs), past.nextChange(atMs));
    if (atMs >= toMs) break;
    const holds = predicate.holds(past.view(atMs), atMs);
    if (holds !== before) changes.push({ at: atMs, holds });
    before = holds;
  }
  return changes;
}

/** A date that moves moves the moment: it is looked up anew with everything that is stated. */
function dateMoments({ definition: { trigger } }: CompiledFlow, past: PastAt, fromMs: number, toMs: number): number[] {
  if (trigger.kind !== "date") return [];
  const moments: number[] = [];
  let atMs = fromMs - 1;
  while (atMs < toMs && moments.length < mostMoments) {
    const momentMs = momentOf(trigger.moment, past.view(atMs), past.timezone(atMs), atMs) ?? Infinity;
    const changeMs = past.nextChange(atMs);
    if (momentMs <= changeMs && momentMs < toMs) moments.push(momentMs);
    atMs = Math.min(momentMs, changeMs);
  }
  return moments;
}

function scheduledMoments(flow: CompiledFlow, past: PastAt, fromMs: number, toMs: number): number[] {
  const { scheduled } = flow;
  if (scheduled === null) return [];
  return timesOf(flow, fromMs, toMs).filter((atMs) => scheduled.holds(past.view(atMs), atMs));
}

/** The times of a schedule are the same for everybody: reading clocks is dear. */
const times = new WeakMap<CompiledFlow, { fromMs: number; toMs: number; moments: number[] }>();

function timesOf(flow: CompiledFlow, fromMs: number, toMs: number): number[] {
  const { trigger } = flow.definition;
  if (trigger.kind !== "schedule") return [];
  const before = times.get(flow);
  if (before && before.fromMs === fromMs && before.toMs === toMs) return before.moments;
  const moments: number[] = [];
  let atMs = nextScheduled(trigger, fromMs - 1, flow.around.timezone);
  while (atMs < toMs && moments.length < mostMoments) {
    moments.push(atMs);
    atMs = nextScheduled(trigger, atMs, flow.around.timezone);
  }
  times.set(flow, { fromMs, toMs, moments });
  return moments;
}
