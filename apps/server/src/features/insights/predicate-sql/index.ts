export { createParameters, type Parameters } from "./parameters.ts";
export type { NamedPeople, PredicateContext, PropertyType } from "./predicate-context.ts";
