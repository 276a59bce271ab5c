import { durationMs, personIdOf, type ArbiterAnswer, type ArbiterRules, type FlowRun, type RuleName } from "@throughline/contract";
import {
  advanceRun,
  dueOfRun,
  goalUntil,
  isOpenRun,
  meetChange,
  meetEvent,
  resumeRun,
  startRun,
  toWallMs,
  type Facts,
  type FlowAdvanced,
  type FlowAnswer,
  type FlowRunState,
  type FlowTraceEvent,
  type FlowView,
  type InteractionView,
} from "@throughline/domain";
import { answerOutside, type Promised } from "./answer-outside.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import { entryMoments } from "./entry-moments.ts";
import { sideOf } from "./hold-out.ts";
import { pastOf, type PersonPast } from "./past.ts";
import { addExample, countEntry, countMove, countStep, countTouch, type Tally } from "./tally.ts";
import { tellStory } from "./tell-story.ts";

export type Span = { fromMs: number; toMs: number };
/** What was asked of the arbiter, with its last answer. */
export type Asked = { step: string; answer: ArbiterAnswer; rule: RuleName | null; atMs: number };
type Stay = { run: FlowRunState; story: FlowTraceEvent[] };

/** Nobody does more than that in a simulation. */
const mostMoments = 50_000;

/**
 * Runs a flow over one person's past on a virtual clock, with the engine that runs live flows: what they did, when time came, what the arbiter would have answered with what the flow itself would have
 * taken of their attention. Adds what happened to the tally. Pure but for that: the same past gives the same sums.
 */
export function simulatePerson(flow: CompiledFlow, person: PersonPast, rules: ArbiterRules, { fromMs, toMs }: Span, tally: Tally): void {
  const { definition, around } = flow;
  const past = pastOf(person);
  const stays: Stay[] = [];
  const taken: Facts["past"][number][] = [];
  const asked = new Map<string, Asked>();
  let promised: Promised[] = [];

  const viewAt = (atMs: number): FlowView => {
    const view = past.view(atMs);
    return { person: view, timezone: past.timezone(atMs), holds: (predicate, event) => flow.holds(predicate, event, view, atMs) };
  };

  const apply = (stay: Stay, first: FlowAdvanced, atMs: number): void => {
    let advanced: FlowAdvanced | null = first;
    while (advanced) {
      stay.run = advanced.run;
      stay.story.push(...advanced.events);
      for (const move of advanced.moves) countMove(tally, move);
      if (!advanced.pending) return;
      const { answer, later } = answerOutside(advanced.pending, { flow, run: stay.run, past, rules, taken, asked, atMs });
      promised.push(...later);
      advanced = resumeRun(definition, stay.run, answer, viewAt(atMs), atMs);
    }
  };
  const goOn = (stay: Stay, advanced: FlowAdvanced | null, atMs: number): void => {
    if (advanced) apply(stay, advanced, atMs);
  };

  const enter = (event: InteractionView | null, atMs: number): void => {
    const { who, again, after, whileIn } = definition.entry;
    const last = stays.at(-1)?.run;
    if (last && again === "never") return;
    if (last && again === "after" && after && atMs < last.enteredMs + durationMs(after)) return;
    if (!whileIn && stays.some(({ run }) => isOpenRun(run))) return;
    if (who !== null && !flow.holds(who, event, past.view(atMs), atMs)) return;
    const side = sideOf(past.facts(atMs, taken, rules), rules, definition, around.flow);
    const stay: Stay = { run: undefined as unknown as FlowRunState, story: [] };
    const entry = {
      id: `${person.personId}-${stays.length + 1}`,
      workspaceId: around.workspaceId,
      flow: around.flow,
      person: personIdOf(person.personId),
      event,
      side,
      enteredBy: flow.enteredBy,
      kept: Object.assign({}, ...stays.map(({ run }) => run.variants)) as FlowRun["variants"],
    };
    stays.push(stay);
    countEntry(tally, dayOf(atMs, around.timezone));
    apply(stay, startRun(definition, entry, viewAt(atMs), atMs), atMs);
  };

  const meets = (stay: Stay, interaction: InteractionView): FlowAdvanced | null => {
    const view = past.view(interaction.at);
    const awaited = stay.run.step === null ? undefined : flow.awaited.get(stay.run.step);
    const tests = {
      isGoal: flow.goal?.(interaction, view, interaction.at) ?? false,
      isExit: flow.exits.some((exit) => exit(interaction, view, interaction.at)),
      isAwaited: awaited?.(interaction, view, interaction.at) ?? false,
    };
    return meetEvent(definition, stay.run, interaction, tests, viewAt(interaction.at), interaction.at);
  };

  const entries = entryMoments(flow, past, { fromMs, toMs });
  let entry = 0;
  let next = person.interactions.findIndex(({ at }) => at >= fromMs);
  if (next < 0) next = person.interactions.length;
  let atMs = fromMs;
  for (let moment = 0; moment < mostMoments; moment++) {
    const open = stays.filter(({ run }) => isOpenRun(run));
    const interaction = person.interactions[next];
    const due = Math.min(Infinity, ...open.map(({ run }) => dueOfRun(definition, run) ?? Infinity));
    const promise = Math.min(Infinity, ...promised.map((one) => one.atMs));
    const change = open.length === 0 ? Infinity : changeAfter(flow, open, past, atMs);
    const nextMs = Math.min(interaction?.at ?? Infinity, entries[entry] ?? Infinity, due, promise, change);
    if (nextMs >= toMs) break;
    atMs = Math.max(atMs, nextMs);
    if (interaction?.at === nextMs) {
      next++;
      for (const stay of stays) goOn(stay, meets(stay, interaction), atMs);
      if (flow.trigger?.(interaction, past.view(atMs), atMs)) enter(interaction, atMs);
    }
    if (entries[entry] === nextMs) {
      entry++;
      enter(null, atMs);
    }
    const kept = promised.filter((one) => one.atMs <= atMs);
    promised = promised.filter((one) => one.atMs > atMs);
    for (const one of kept)
      settle(stays, one, (stay, answer) => goOn(stay, resumeRun(definition, stay.run, answer, viewAt(atMs), atMs), atMs));
    for (const stay of stays) {
      if (!isOpenRun(stay.run)) continue;
      goOn(stay, meetChange(definition, stay.run, viewAt(atMs), atMs), atMs);
      if ((dueOfRun(definition, stay.run) ?? Infinity) <= atMs) goOn(stay, advanceRun(definition, stay.run, viewAt(atMs), atMs), atMs);
    }
  }
  sumUp(tally, flow, person, stays, asked, toMs);
}

function settle(stays: readonly Stay[], { runId, answer }: Promised, goOn: (stay: Stay, answer: FlowAnswer) => void): void {
  const stay = stays.find(({ run }) => run.id === runId);
  if (stay && isOpenRun(stay.run)) goOn(stay, answer);
}

/** When something that ends a run, or that it waits for, can come to hold other than by its due moment. */
function changeAfter(flow: CompiledFlow, open: readonly Stay[], past: ReturnType<typeof pastOf>, atMs: number): number {
  const { exit, steps } = flow.definition;
  const waits = open.flatMap(({ run }) => (run.state === "waiting" && run.step !== null ? (steps[run.step] ?? []) : []));
  const awaited = waits.flatMap((step) => (step.kind === "wait" && step.wait.for === "predicate" ? [step.wait.when] : []));
  const predicates = exit.when === null || open.every(({ run }) => run.state === "control") ? awaited : [exit.when, ...awaited];
  const byDate = waits.some((step) => step.kind === "wait" && step.wait.for === "date");
  if (predicates.length === 0 && !byDate) return Infinity;
  return Math.min(past.nextChange(atMs), ...predicates.map((predicate) => flow.nextFlip(predicate, past.view(atMs), atMs)));
}

function sumUp(
  tally: Tally,
  flow: CompiledFlow,
  person: PersonPast,
  stays: readonly Stay[],
  asked: ReadonlyMap<string, Asked>,
  toMs: number,
): void {
  const [first] = stays;
  if (!first) return;
  tally.people++;
  const { run } = first;
  const isTreated = run.side === "treated";
  if (!isTreated) tally.control++;
  if (run.goalMs !== null) tally.reachedGoal[isTreated ? "treated" : "held"]++;
  if ((goalUntil(flow.definition, run.enteredMs) ?? Infinity) <= toMs) {
    tally.closed.people++;
    if (run.goalMs !== null) tally.closed.reached++;
  }
  for (const one of stays) if (one.run.state === "waiting" && one.run.step !== null) countStep(tally, one.run.step, "waiting");
  for (const { step, answer, rule, atMs } of asked.values())
    countTouch(tally, { step, answer, rule, day: dayOf(atMs, flow.around.timezone) });
  const sentence = tellStory(first.run, first.story, flow.around.timezone);
  if (sentence !== null) addExample(tally, person.personId, sentence);
}

const dayOf = (atMs: number, timezone: string): string => new Date(toWallMs(atMs, timezone)).toISOString().slice(0, 10);
