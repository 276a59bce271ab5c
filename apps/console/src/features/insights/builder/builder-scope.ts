import { accountPeople, type SegmentOf } from "@throughline/contract";

/**
 * What conditions may speak of: `any` where an interaction is looked at and the person behind it, `person` and `account` where people or accounts are (a segment),
 * `interaction` inside of what they did, `flow` where a person is looked at together with the interaction that let them into a flow.
 */
export type BuilderScope = "any" | "person" | "account" | "interaction" | "flow";

/** Where what is so of somebody can be asked, and not of an interaction: the segments that they are in, what they did in order. */
export const hasFacts = (scope: BuilderScope): boolean => scope === "person" || scope === "account" || scope === "flow";

/** Which segments, and stages of whose journeys, can be asked for. */
export const segmentsIn = (scope: BuilderScope): SegmentOf => (scope === "account" ? "account" : "person");

/** Whether a property may be asked about. */
export function inScope(scope: BuilderScope, property: string): boolean {
  if (scope === "account") return property.startsWith("account.");
  if (property === accountPeople) return false;
  if (scope === "flow") return !property.startsWith("session.");
  const isOfInteraction = /^(event|session)\./.test(property);
  return scope === "any" || (scope === "interaction") === isOfInteraction;
}
