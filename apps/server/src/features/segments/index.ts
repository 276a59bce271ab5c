export { changeMembers } from "./change-members.ts";
export { ensureSampleSegments } from "./ensure-sample-segments.ts";
export { followChangedJourney, requireNoFollowers } from "./follow-journey.ts";
export { dropHiddenSegments, isPrepared, saveHiddenSegment, segmentsAmong, type Preparation } from "./hidden-segments.ts";
export { segmentRoutes } from "./segments.routes.ts";
export { createSegmentRunner } from "./segment-runner.ts";
