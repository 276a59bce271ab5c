export { segmentRoutes } from "./segments.routes.ts";
export { createSegmentRunner } from "./segment-runner.ts";
