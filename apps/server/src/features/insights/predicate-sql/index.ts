export { compileAccountCondition, type AccountContext } from "./compile-account-condition.ts";
export { compileEventCondition, compileEventMatch, compilePersonCondition } from "./compile-condition.ts";
export { createParameters, type Parameters } from "./parameters.ts";
export type { NamedPeople, PredicateContext, PropertyHome, PropertyType } from "./predicate-context.ts";
export { propertySource, type PropertySource } from "./property-source.ts";
export { valueNumbers, valueText } from "./value-of-row.ts";
