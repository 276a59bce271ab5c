import type { FlowDefinition, Predicate } from "@throughline/contract";
import {
  asksForThePast,
  compileEventMatch,
  compileEventPredicate,
  compilePersonPredicate,
  hearsOf,
  leavesOf,
  memoryOf,
  rememberedPart,
  segmentsNamedBy,
  speaksOfEvent,
  withRememberedParts,
  type InteractionTest,
  type InteractionView,
  type PersonView,
} from "@throughline/domain";

/** A definition that is ready to be asked, once for all who are in it. */
export type CompiledFlow = {
  definition: FlowDefinition;
  trigger: InteractionTest | null;
  goal: InteractionTest | null;
  exits: readonly InteractionTest[];
  awaited: ReadonlyMap<string, InteractionTest>;
  /** Names of interactions that it looks at; null is any. */
  names: ReadonlySet<string | null>;
  /** Segments whose members it asks for, and those whose comings and goings it listens to. */
  segments: readonly string[];
  heard: ReadonlySet<string>;
  /** Whether it asks for accounts, consent or contacts. */
  readsState: boolean;
  holds(predicate: Predicate, person: PersonView, event: InteractionView | null, nowMs: number): boolean;
};

export function compileFlow(definition: FlowDefinition): CompiledFlow {
  const hears = hearsOf(definition);
  const matches = [hears.trigger, hears.goal, ...hears.exits, ...Object.values(hears.awaited)].filter((match) => match !== null);
  const { parts, heard } = memoryOf(definition);
  const wheres = matches.flatMap(({ where }) => where ?? []);
  const asked = [...predicatesOf(definition), ...wheres];
  const tests = new Map<Predicate, ReturnType<typeof compileHere>>();
  return {
    definition,
    trigger: hears.trigger && compileEventMatch(hears.trigger),
    goal: hears.goal && compileEventMatch(hears.goal),
    exits: hears.exits.map(compileEventMatch),
    awaited: new Map(Object.entries(hears.awaited).map(([step, match]) => [step, compileEventMatch(match)])),
    names: new Set(matches.flatMap(({ event }) => event)),
    segments: [...new Set([...parts.map(({ key }) => key), ...asked.flatMap(segmentsNamedBy)])],
    heard: new Set(heard),
    readsState:
      JSON.stringify(definition).includes('"account.') || asked.flatMap(leavesOf).some((leaf) => "consent" in leaf || "reachable" in leaf),
    holds(predicate, person, event, nowMs) {
      const test = tests.get(predicate) ?? compileHere(definition, predicate);
      tests.set(predicate, test);
      return test(person, event, nowMs);
    },
  };
}

/** What it waits for or ends by is remembered as a whole; of others, what they ask about the past. */
function compileHere(
  definition: FlowDefinition,
  predicate: Predicate,
): (person: PersonView, event: InteractionView | null, nowMs: number) => boolean {
  const isWhole = awaitedOf(definition).includes(predicate) && asksForThePast(predicate);
  const asked = isWhole ? { segment: rememberedPart(predicate).key } : withRememberedParts(predicate);
  const ofPerson = compilePersonPredicate(asked);
  if (!speaksOfEvent(asked)) return (person, _event, nowMs) => ofPerson(person, nowMs);
  const ofEvent = compileEventPredicate(asked);
  return (person, event, nowMs) => (event === null ? ofPerson(person, nowMs) : ofEvent(event, person, nowMs));
}

const awaitedOf = ({ exit, steps }: FlowDefinition): (Predicate | null)[] => [
  exit.when,
  ...Object.values(steps).map((step) => (step.kind === "wait" && step.wait.for === "predicate" ? step.wait.when : null)),
];

const predicatesOf = (definition: FlowDefinition): Predicate[] => [
  ...awaitedOf(definition).filter((predicate) => predicate !== null),
  ...(definition.entry.who ? [definition.entry.who] : []),
  ...Object.values(definition.steps).flatMap((step) => (step.kind === "branch" ? step.cases.map(({ when }) => when) : [])),
];
