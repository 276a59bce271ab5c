export { arbiterRoutes } from "./arbiter.routes.ts";
export { decideTouches } from "./decide-touches.ts";
export { keepArbiter } from "./upkeep.ts";
export { takeDecisionOfPerson } from "./take-decision-of-person.ts";
