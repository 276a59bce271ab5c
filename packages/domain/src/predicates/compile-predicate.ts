import {
  durationMs,
  type CountCondition,
  type DidPredicate,
  type EventMatch,
  type PeopleInPredicate,
  type Predicate,
  type SequencePredicate,
} from "@throughline/contract";
import { sequenceTest, type InteractionTest, type Serving } from "./compile-sequence.ts";
import { comparison, valuesTest } from "./property-test.ts";
import { propertyValues, type Sight } from "./property-values.ts";
import type { PersonView } from "./view.ts";

type SightTest = (sight: Sight) => boolean;
/** Where a `did` and the steps of a sequence find what the person did. */
export type Behaviour = (match: EventMatch) => Serving;
/** Whether the person is at a stage of a journey. */
export type StageTest = SightTest;
/** Where that is found which is computed of what people did. */
type PastSources = { behaviour: Behaviour; stage: (asked: { journey: string; stage: string }) => StageTest };

/** Among the person's interactions. */
const amongInteractions: Behaviour = (match) => {
  const serves = compileEventMatch(match);
  return ({ person, nowMs }) => person.interactions.filter((one) => serves(one, person, nowMs));
};

/** As the view says. */
const amongStages: PastSources["stage"] =
  ({ journey, stage }) =>
  ({ person }) =>
    person.stages.some((one) => one.journey === journey && one.stage === stage);
const asSeen: PastSources = { behaviour: amongInteractions, stage: amongStages };

/**
 * The in-memory interpreter of the predicate language; its semantics are those declared in `contract/predicate`. Compile once, ask often. Throws RE2JSException for a `matches`
 * that is no RE2 pattern (ask `patternIssue` first). `sources` say where what people did is found, if not in the view.
 */
export function compilePersonPredicate(
  predicate: Predicate,
  sources: PastSources = asSeen,
): (person: PersonView, nowMs: number) => boolean {
  const test = compile(predicate, sources);
  return (person, nowMs) => test({ person, interaction: null, nowMs });
}

/** The same for one interaction: `event.…` and `session.…` are its own, everything else is about the person (and account) behind it. */
export function compileEventPredicate(predicate: Predicate): InteractionTest {
  const test = compile(predicate, asSeen);
  return (interaction, person, nowMs) => test({ person, interaction, nowMs });
}

/** One interaction by name (one of several; null is any) and what holds for it. */
export function compileEventMatch({ event, where }: EventMatch): InteractionTest {
  const names = event === null ? null : new Set(Array.isArray(event) ? event : [event]);
  const holds = where ? compileEventPredicate(where) : null;
  return (interaction, person, nowMs) =>
    (names === null || names.has(interaction.name)) && (holds === null || holds(interaction, person, nowMs));
}

function compile(predicate: Predicate, sources: PastSources): SightTest {
  const inside = (part: Predicate) => compile(part, sources);
  if ("all" in predicate) {
    const parts = predicate.all.map(inside);
    return (sight) => parts.every((part) => part(sight));
  }
  if ("any" in predicate) {
    const parts = predicate.any.map(inside);
    return (sight) => parts.some((part) => part(sight));
  }
  if ("not" in predicate) {
    const inner = inside(predicate.not);
    return (sight) => !inner(sight);
  }
  if ("property" in predicate) {
    const read = propertyValues(predicate.property);
    const test = valuesTest(predicate);
    return (sight) => test(read(sight), sight.nowMs);
  }
  if ("did" in predicate) return compileDid(predicate, sources.behaviour);
  if ("sequence" in predicate) return compileSequence(predicate, sources.behaviour);
  if ("segment" in predicate) return ({ person }) => person.segments.includes(predicate.segment);
  if ("consent" in predicate) return ({ person }) => person.consents.includes(predicate.consent);
  if ("stage" in predicate) return sources.stage(predicate.stage);
  if ("score" in predicate) {
    const test = comparison(predicate.op, predicate.value);
    return ({ person }) => {
      const score = Object.hasOwn(person.scores, predicate.score) ? person.scores[predicate.score] : undefined;
      return score !== undefined && test(score);
    };
  }
  if ("peopleIn" in predicate) return compilePeopleIn(predicate);
  return ({ person }) => person.reachable.includes(predicate.reachable);
}

function compilePeopleIn({ peopleIn: key, count, share }: PeopleInPredicate): SightTest {
  const enough = countTest(count ?? (share === undefined ? { gte: 1 } : { gte: 0 }));
  const least = share && "gte" in share ? share.gte : 0;
  const most = share?.lte ?? 1;
  return ({ person }) => {
    const inIt = peopleInOf(person, key);
    const of = person.accounts[0]?.people ?? 0;
    return enough(inIt) && (share === undefined || (of > 0 && inIt / of >= least && inIt / of <= most));
  };
}

/** How many of an account's people are in a segment of people. */
export const peopleInOf = ({ peopleIn = {} }: PersonView, key: string): number =>
  Object.hasOwn(peopleIn, key) ? (peopleIn[key] as number) : 0;

function compileDid({ did, where, count, within }: DidPredicate, behaviour: Behaviour): SightTest {
  const counted = behaviour({ event: did, where });
  const enough = countTest(count ?? { gte: 1 });
  const lengthMs = within ? durationMs(within) : Infinity;
  return (sight) => {
    const sinceMs = sight.nowMs - lengthMs;
    return enough(counted(sight).reduce((n, { at }) => (at >= sinceMs && at <= sight.nowMs ? n + 1 : n), 0));
  };
}

/** Whether a number of times is what a condition asks for. */
export function countTest(count: CountCondition): (n: number) => boolean {
  if ("eq" in count) return (n) => n === count.eq;
  const atLeast = "gte" in count ? count.gte : 0;
  const atMost = count.lte ?? Infinity;
  return (n) => n >= atLeast && n <= atMost;
}

function compileSequence({ sequence, within }: SequencePredicate, behaviour: Behaviour): SightTest {
  const steps = sequence.map((step) => behaviour(typeof step === "string" ? { event: step } : step));
  return sequenceTest(steps, within ? durationMs(within) : Infinity);
}
