import { durationMs, type EventMatch, type FlowDefinition, type JourneyDefinition, type Predicate } from "@throughline/contract";
import {
  compileEventMatch,
  compileEventPredicate,
  compileLiveJourney,
  compileLivePredicate,
  conditionsOf,
  describeTrigger,
  hearsOf,
  isAnsweredByEvent,
  type Condition,
  type InteractionView,
  type LiveJourneys,
  type LivePredicate,
  type RememberedView,
} from "@throughline/domain";
import { withSegmentsInside } from "./segments-inside.ts";

/** What a simulation knows of the workspace beside people. */
export type Surroundings = {
  workspaceId: string;
  flow: string;
  timezone: string;
  journeys: Readonly<Record<string, JourneyDefinition>>;
  /** Live segments by key. */
  segments: ReadonlyMap<string, Predicate>;
};

type Test = (interaction: InteractionView, person: RememberedView, nowMs: number) => boolean;

/** A flow that is ready to be run over people's pasts. */
export type CompiledFlow = {
  definition: FlowDefinition;
  around: Surroundings;
  enteredBy: string;
  trigger: Test | null;
  /** Of a trigger by segment or stage: comings (`true`) and goings of this. */
  entersBy: { predicate: LivePredicate; on: boolean; afterMs: number } | null;
  scheduled: LivePredicate | null;
  goal: Test | null;
  exits: Test[];
  awaited: ReadonlyMap<string, Test>;
  holds(predicate: Predicate, event: InteractionView | null, person: RememberedView, nowMs: number): boolean;
  nextFlip(predicate: Predicate, person: RememberedView, nowMs: number): number;
  /** What has to be known of people's behaviour. */
  conditions: readonly Condition[];
  /** Matches of interactions that are looked at one by one. */
  heard: readonly EventMatch[];
};

/** @throws RangeError for a segment that names itself. */
export function compileFlow(definition: FlowDefinition, around: Surroundings): CompiledFlow {
  const journeys: LiveJourneys = new Map(Object.entries(around.journeys).map(([key, journey]) => [key, compileLiveJourney(journey)]));
  const inside = (predicate: Predicate) => withSegmentsInside(predicate, around.segments);
  const conditions = new Map<string, Condition>();
  const live = new Map<Predicate, LivePredicate>();
  const know = (predicate: Predicate): LivePredicate => {
    const known = live.get(predicate);
    if (known) return known;
    const whole = inside(predicate);
    for (const condition of conditionsOf(whole, around.journeys)) conditions.set(condition.text, condition);
    const compiled = compileLivePredicate(whole, journeys);
    live.set(predicate, compiled);
    return compiled;
  };
  const events = new Map<Predicate, Test>();
  const ofEvent = (predicate: Predicate): Test => {
    const test = events.get(predicate) ?? compileEventPredicate(predicate);
    events.set(predicate, test);
    return test;
  };
  const holds: CompiledFlow["holds"] = (predicate, event, person, nowMs) => {
    const part = (one: Predicate): boolean => holds(one, event, person, nowMs);
    if ("all" in predicate) return predicate.all.every(part);
    if ("any" in predicate) return predicate.any.some(part);
    if ("not" in predicate) return !part(predicate.not);
    if ("property" in predicate && /^(event|session)\./.test(predicate.property))
      return event === null ? isNegative(predicate.op) : ofEvent(predicate)(event, person, nowMs);
    if (event !== null && isAnsweredByEvent(predicate, event, person)) return ofEvent(predicate)(event, person, nowMs);
    return know(predicate).holds(person, nowMs);
  };

  const { trigger } = definition;
  const hears = hearsOf(definition);
  const watched =
    trigger.kind === "segment" && trigger.of === "person"
      ? { segment: trigger.segment }
      : trigger.kind === "stage"
        ? { stage: { journey: trigger.journey, stage: trigger.stage } }
        : null;
  const compiled: CompiledFlow = {
    definition,
    around,
    enteredBy: describeTrigger(trigger),
    trigger: hears.trigger && compileEventMatch(hears.trigger),
    entersBy: watched && {
      predicate: know(watched),
      on: trigger.kind !== "segment" || trigger.on === "entered",
      afterMs: trigger.kind === "stage" && trigger.on === "stalled" && trigger.after ? durationMs(trigger.after) : 0,
    },
    scheduled: trigger.kind === "schedule" ? know(trigger.who) : null,
    goal: hears.goal && compileEventMatch(hears.goal),
    exits: hears.exits.map(compileEventMatch),
    awaited: new Map(Object.entries(hears.awaited).map(([step, match]) => [step, compileEventMatch(match)])),
    holds,
    nextFlip: (predicate, person, nowMs) => flipOf(predicate, know)(person, nowMs),
    conditions: [],
    heard: [...[hears.trigger, hears.goal].flatMap((match) => match ?? []), ...hears.exits, ...Object.values(hears.awaited)],
  };
  for (const predicate of askedBy(definition)) leavesKnown(predicate, know);
  return { ...compiled, conditions: [...conditions.values()] };
}

/** Without an interaction there are no values: what is negative holds. */
const isNegative = (op: string): boolean => op === "neq" || op === "notIn" || op === "notContains" || op === "notExists";

const askedBy = ({ entry, exit, steps }: FlowDefinition): Predicate[] => [
  ...(entry.who === null ? [] : [entry.who]),
  ...(exit.when === null ? [] : [exit.when]),
  ...Object.values(steps).flatMap((step) =>
    step.kind === "branch"
      ? step.cases.map(({ when }) => when)
      : step.kind === "wait" && step.wait.for === "predicate"
        ? [step.wait.when]
        : [],
  ),
];

type Know = (predicate: Predicate) => LivePredicate;

function leavesKnown(predicate: Predicate, know: Know): LivePredicate[] {
  if ("all" in predicate) return predicate.all.flatMap((part) => leavesKnown(part, know));
  if ("any" in predicate) return predicate.any.flatMap((part) => leavesKnown(part, know));
  if ("not" in predicate) return leavesKnown(predicate.not, know);
  return "property" in predicate && /^(event|session)\./.test(predicate.property) ? [] : [know(predicate)];
}

const flipOf =
  (predicate: Predicate, know: Know) =>
  (person: RememberedView, nowMs: number): number =>
    leavesKnown(predicate, know).reduce((earliest, leaf) => Math.min(earliest, leaf.nextFlip(person, nowMs)), Infinity);
