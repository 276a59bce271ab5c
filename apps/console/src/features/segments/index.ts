/** What other features may use of segments: keeping the people behind a number, and the segments that somebody is in. */
export { PersonSegments } from "./person-segments.tsx";
export { SaveSegment } from "./save-segment.tsx";
