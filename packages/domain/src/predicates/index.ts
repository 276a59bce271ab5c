export * from "./compile-predicate.ts";
export type { InteractionTest } from "./compile-sequence.ts";
export { patternIssue, patternTest } from "./patterns.ts";
export { propertyValues, type PropertyValues } from "./property-values.ts";
export { decimalOf, instantOf, textOfScalar } from "./values.ts";
export * from "./view.ts";
