import {
  describePredicate,
  durationMs,
  nameByKey,
  startNode,
  withNames,
  type Explanation,
  type Finding,
  type NameOf,
  type Predicate,
} from "@throughline/contract";
import { peopleInOf } from "../predicates/compile-predicate.ts";
import { propertyValues } from "../predicates/property-values.ts";
import { textOfScalar } from "../predicates/values.ts";
import { canonicalMatch } from "./canonical-match.ts";
import type { leavesOf } from "./condition.ts";
import type { LiveJourneys } from "./live-journey.ts";
import { compileLivePredicate } from "./live-predicate.ts";
import { leafFlip } from "./next-flip.ts";
import { servedTo, type RememberedView } from "./remembered.ts";

type Leaf = ReturnType<typeof leavesOf>[number];
const iso = (ms: number): string => new Date(ms).toISOString();
const byKeys = nameByKey({ segments: [], journeys: [] });
const nothing: Finding = { text: "", count: null, lastAt: null, values: null, changesAt: null };

/** A predicate for one person (or account), condition by condition: does it hold, and what was found. `nameOf` says how segments, journeys and stages are called. */
export function explainPredicate(
  predicate: Predicate,
  person: RememberedView,
  nowMs: number,
  journeys: LiveJourneys = new Map(),
  nameOf: NameOf = byKeys,
): Explanation {
  const holds = compileLivePredicate(predicate, journeys).holds(person, nowMs);
  const group = (kind: "all" | "any" | "not", parts: readonly Predicate[]): Explanation => ({
    kind,
    holds,
    text: "",
    found: null,
    parts: parts.map((part) => explainPredicate(part, person, nowMs, journeys, nameOf)),
  });
  if ("all" in predicate) return group("all", predicate.all);
  if ("any" in predicate) return group("any", predicate.any);
  if ("not" in predicate) return group("not", [predicate.not]);
  return {
    kind: "condition",
    holds,
    text: describePredicate(withNames(predicate, nameOf)),
    found: findingOf(predicate, holds, { person, nowMs, journeys, nameOf }),
    parts: [],
  };
}

type Asked = { person: RememberedView; nowMs: number; journeys: LiveJourneys; nameOf: NameOf };

function findingOf(leaf: Leaf, holds: boolean, asked: Asked): Finding {
  const flip = leafFlip(leaf, asked.journeys)?.(asked.person, asked.nowMs) ?? Infinity;
  return { ...nothing, changesAt: flip === Infinity ? null : iso(flip), ...found(leaf, holds, asked) };
}

function found(leaf: Leaf, holds: boolean, { person, nowMs, journeys, nameOf }: Asked): Partial<Finding> {
  if ("did" in leaf) {
    const sinceMs = leaf.within ? nowMs - durationMs(leaf.within) : -Infinity;
    const times = servedTo(person, canonicalMatch({ event: leaf.did, where: leaf.where })).map(({ at }) => at);
    return foundTimes(
      times.filter((at) => at <= nowMs),
      sinceMs,
    );
  }
  if ("sequence" in leaf) {
    const steps = leaf.sequence.map((step) => servedTo(person, canonicalMatch(typeof step === "string" ? { event: step } : step)));
    const last = Math.max(-Infinity, ...steps.flatMap((list) => list.findLast(({ at }) => at <= nowMs)?.at ?? []));
    const done = steps.filter((list) => list.some(({ at }) => at <= nowMs)).length;
    const text = holds
      ? "did them in this order"
      : done === steps.length
        ? "did them all, but not so"
        : `did ${done} of ${steps.length} of them`;
    return { text, lastAt: last === -Infinity ? null : iso(last) };
  }
  if ("property" in leaf) {
    const values = propertyValues(leaf.property)({ person, interaction: null });
    return { values, text: values.length === 0 ? "is not known" : `is ${values.slice(0, 10).map(textOfScalar).join(", ")}` };
  }
  if ("segment" in leaf) return { text: holds ? "is in it" : "is not in it" };
  if ("consent" in leaf) return { text: holds ? "consented" : "did not consent" };
  if ("reachable" in leaf) return { text: holds ? "can be reached" : "cannot be reached" };
  if ("stage" in leaf) {
    const place = journeys.get(leaf.stage.journey)?.placeOf(person, nowMs);
    if (!place) return { text: "is not in the journey" };
    const at = nameOf({ journey: leaf.stage.journey, stage: place.node });
    return { text: place.node === startNode ? "is in the journey, at no stage yet" : `is at ${at}`, lastAt: iso(place.sinceMs) };
  }
  if ("peopleIn" in leaf) {
    const count = peopleInOf(person, leaf.peopleIn);
    return { count, text: `${count} of its ${person.accounts[0]?.people ?? 0} people ${count === 1 ? "is" : "are"} in it` };
  }
  const score = Object.hasOwn(person.scores, leaf.score) ? person.scores[leaf.score] : undefined;
  return score === undefined ? { text: "no such score is known", values: [] } : { text: `is ${score}`, values: [score] };
}

/** Of a profile's matches no more may be kept than make a difference, so a count that has no time is told up to that. */
function foundTimes(past: readonly number[], sinceMs: number): Partial<Finding> {
  const counted = past.filter((at) => at >= sinceMs);
  const last = past.at(-1);
  const when = last === undefined ? "" : `, last on ${iso(last)}`;
  const text =
    counted.length > 0
      ? `did it ${counted.length === 1 ? "once" : `${counted.length} times`}${when}`
      : last === undefined
        ? "never did it"
        : `not in this time${when}`;
  return { text, count: counted.length, lastAt: last === undefined ? null : iso(last) };
}
