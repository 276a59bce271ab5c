export { arbiterRoutes } from "./arbiter.routes.ts";
export { decideTouches } from "./decide-touches.ts";
export { ensureSampleDecisions } from "./ensure-sample-decisions.ts";
export { noteOutcomeWithin } from "./record-outcome.ts";
export { keepArbiter } from "./upkeep.ts";
export { takeDecisionOfPerson } from "./take-decision-of-person.ts";
export { readRules } from "./rules.store.ts";
export { drawAtEntry } from "./draw-at-entry.ts";
