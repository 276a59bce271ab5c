import { hash } from "node:crypto";
import type { EventMatch, FlowDefinition, Predicate } from "@throughline/contract";
import { namedAccountOf, type InteractionView, type PersonView } from "../predicates/view.ts";
import { leavesOf } from "../segments/condition.ts";

/** A predicate that a flow has remembered for it, as a live segment that nobody sees, under a key that its words alone decide: whoever says the same shares it. */
export type RememberedPart = { key: string; predicate: Predicate };

/** Whether a predicate asks for what somebody did, or for what is computed from that: it has to be remembered, since at the moment of asking it is past. */
export const asksForThePast = (predicate: Predicate): boolean =>
  leavesOf(predicate).some((leaf) => "did" in leaf || "sequence" in leaf || "stage" in leaf || "score" in leaf);

/** Whether it speaks of the interaction that let the person in. */
export const speaksOfEvent = (predicate: Predicate): boolean =>
  leavesOf(predicate).some((leaf) => "property" in leaf && /^(event|session)\./.test(leaf.property));

/** Whether a leaf of a flow's condition is about what let the person in: what it was, or the account in whose name it happened, where it names one of theirs. */
export const isAnsweredByEvent = (leaf: Predicate, event: InteractionView, person: PersonView): boolean =>
  speaksOfEvent(leaf) || ("property" in leaf && leaf.property.startsWith("account.") && namedAccountOf(event, person) !== null);

/** One text for values that are the same whatever the order of their keys. */
export const canonicalText = (value: unknown): string => JSON.stringify(inOrder(value)) ?? "";

const inOrder = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, inOrder(inner)]),
  );
};

/** No key that people give has a space in it. */
export const rememberedPart = (predicate: Predicate): RememberedPart => ({
  key: `flow ${hash("sha256", canonicalText(predicate), "hex").slice(0, 20)}`,
  predicate,
});

/** A predicate whose questions about the past are asked of the segments that remember the answers. */
export function withRememberedParts(predicate: Predicate): Predicate {
  if ("all" in predicate) return { all: predicate.all.map(withRememberedParts) };
  if ("any" in predicate) return { any: predicate.any.map(withRememberedParts) };
  if ("not" in predicate) return { not: withRememberedParts(predicate.not) };
  return asksForThePast(predicate) ? { segment: rememberedPart(predicate).key } : predicate;
}

/** Predicates whose coming to hold matters: by which somebody leaves, for which they wait. */
function awaitedPredicates({ exit, steps }: FlowDefinition): Predicate[] {
  const waited = Object.values(steps).flatMap((step) => (step.kind === "wait" && step.wait.for === "predicate" ? [step.wait.when] : []));
  return exit.when === null ? waited : [exit.when, ...waited];
}

/** Predicates that are asked at a moment. */
function askedPredicates({ entry, steps }: FlowDefinition): Predicate[] {
  const branches = Object.values(steps).flatMap((step) => (step.kind === "branch" ? step.cases.map(({ when }) => when) : []));
  return entry.who === null ? branches : [entry.who, ...branches];
}

/** Everything of a flow that live segments have to remember, each once. `heard` are those whose comings the flow has to be told of. */
export function memoryOf(definition: FlowDefinition): { parts: RememberedPart[]; heard: string[] } {
  const { trigger } = definition;
  const awaited = awaitedPredicates(definition).map(rememberedPart);
  const asked = askedPredicates(definition).flatMap((predicate) => leavesOf(predicate).filter(asksForThePast).map(rememberedPart));
  const stage = trigger.kind === "stage" ? [rememberedPart({ stage: { journey: trigger.journey, stage: trigger.stage } })] : [];
  const schedule = trigger.kind === "schedule" ? [rememberedPart(trigger.who)] : [];
  const parts = new Map([...awaited, ...asked, ...stage, ...schedule].map((part) => [part.key, part]));
  const heard = new Set([...awaited, ...stage].map(({ key }) => key));
  if (trigger.kind === "segment" && trigger.of === "person") heard.add(trigger.segment);
  return { parts: [...parts.values()], heard: [...heard] };
}

/** The interactions that a flow looks at. */
export type FlowHears = {
  trigger: EventMatch | null;
  goal: EventMatch | null;
  exits: EventMatch[];
  /** By step. */
  awaited: Record<string, EventMatch>;
};

export function hearsOf({ trigger, goal, exit, steps }: FlowDefinition): FlowHears {
  const awaited = Object.entries(steps).flatMap(([id, step]) =>
    step.kind === "wait" && step.wait.for === "event" ? [[id, step.wait.event] as const] : [],
  );
  return {
    trigger: trigger.kind === "event" ? trigger.on : null,
    goal: goal?.event ?? null,
    exits: exit.on,
    awaited: Object.fromEntries(awaited),
  };
}
