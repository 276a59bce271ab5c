/**
 * What conditions may speak of: `any` where an interaction is looked at and the person behind it, `person` where people are (a segment),
 * `interaction` inside of what such a person did, `flow` where a person is looked at together with the interaction that let them into a flow.
 */
export type BuilderScope = "any" | "person" | "interaction" | "flow";

/** Where what is so of a person can be asked: the segments that they are in, what they consented to. */
export const hasFacts = (scope: BuilderScope): boolean => scope === "person" || scope === "flow";

/** Whether a property may be asked about. */
export function inScope(scope: BuilderScope, property: string): boolean {
  if (scope === "flow") return !property.startsWith("session.");
  const isOfInteraction = /^(event|session)\./.test(property);
  return scope === "any" || (scope === "interaction") === isOfInteraction;
}
