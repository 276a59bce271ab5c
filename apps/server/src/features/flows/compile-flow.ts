import type { FlowDefinition, Predicate } from "@throughline/contract";
import {
  asksForThePast,
  compileEventMatch,
  compileEventPredicate,
  compilePersonPredicate,
  hearsOf,
  isAnsweredByEvent,
  leavesOf,
  memoryOf,
  rememberedPart,
  segmentsNamedBy,
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

type Test = (person: PersonView, event: InteractionView | null, nowMs: number) => boolean;

/** What it waits for or ends by is remembered as a whole; of others, what they ask about the past. */
function compileHere(definition: FlowDefinition, predicate: Predicate): Test {
  const isWhole = awaitedOf(definition).includes(predicate) && asksForThePast(predicate);
  const asked = isWhole ? { segment: rememberedPart(predicate).key } : withRememberedParts(predicate);
  return compileParts(asked);
}

/** `event.…` is what let the person in; `account.…` is the account in whose name that happened, and any of theirs where it names none. Everything else is the person's. */
function compileParts(asked: Predicate): Test {
  if ("all" in asked) {
    const parts = asked.all.map(compileParts);
    return (person, event, nowMs) => parts.every((part) => part(person, event, nowMs));
  }
  if ("any" in asked) {
    const parts = asked.any.map(compileParts);
    return (person, event, nowMs) => parts.some((part) => part(person, event, nowMs));
  }
  if ("not" in asked) {
    const part = compileParts(asked.not);
    return (person, event, nowMs) => !part(person, event, nowMs);
  }
  const ofPerson = compilePersonPredicate(asked);
  if (!("property" in asked)) return (person, _event, nowMs) => ofPerson(person, nowMs);
  const ofEvent = compileEventPredicate(asked);
  return (person, event, nowMs) =>
    event !== null && isAnsweredByEvent(asked, event, person) ? ofEvent(event, person, nowMs) : ofPerson(person, nowMs);
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
