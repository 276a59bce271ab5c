/** What other features may use of segments: keeping the people behind a number, and the segments that somebody or an account is in. */
export { AccountSegments } from "./account-segments.tsx";
export { PersonSegments } from "./person-segments.tsx";
export { SaveSegment } from "./save-segment.tsx";
