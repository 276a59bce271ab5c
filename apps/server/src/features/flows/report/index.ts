export { createHarmWatch } from "./harm-watch.ts";
export { readFlowReport } from "./read-report.ts";
