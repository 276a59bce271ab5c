/**
 * What conditions may speak of: `any` where an interaction is looked at and the person behind it, `person` where people are (a segment),
 * `interaction` inside of what such a person did.
 */
export type BuilderScope = "any" | "person" | "interaction";

/** Whether a property may be asked about. */
export function inScope(scope: BuilderScope, property: string): boolean {
  const isOfInteraction = /^(event|session)\./.test(property);
  return scope === "any" || (scope === "interaction") === isOfInteraction;
}
