export { journeyQueries } from "./answer-queries.ts";
export { ensureSampleJourneys } from "./sample-journeys.ts";
export { journeyRoutes } from "./journeys.routes.ts";
export type { JourneyDeps } from "./open-journey.ts";
export { createStageResolver } from "./stage-resolver.ts";
