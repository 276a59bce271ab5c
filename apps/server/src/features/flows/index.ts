export { flowRoutes } from "./flows.routes.ts";
export { createFlowSegmentListener } from "./hear-segments.ts";
export { measureRoutes } from "./measure.routes.ts";
export { createHarmWatch } from "./report/index.ts";
export { createSimulationRunner } from "./simulate/index.ts";
export { createFlowStage } from "./flow-stage.ts";
export { createFlowTimer } from "./flow-timer.ts";
export { settleCall } from "./settle-call.ts";
