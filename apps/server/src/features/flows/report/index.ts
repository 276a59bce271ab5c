export { createHarmWatch } from "./harm-watch.ts";
export { readFlowReport } from "./read-report.ts";
export { stopHarmfulFlows } from "./stop-on-harm.ts";
