export { lookSoon } from "./changed-people.ts";
export { loadDefinitions } from "./definitions.ts";
export { createDuePeople } from "./due-people.ts";
export { evaluatePeople } from "./evaluate-people.ts";
export { createLiveSegmentStage, type LiveSegmentBatch } from "./live-segment-stage.ts";
export { loadPeople, lockPeople } from "./load-people.ts";
export { addMatches, forgetMatches } from "./matches.store.ts";
export type { SegmentChange, SegmentListener } from "./segment-changes.ts";
export { settleLiveSegments } from "./settle-people.ts";
