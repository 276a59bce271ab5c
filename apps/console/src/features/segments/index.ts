/** What other features may use of segments: keeping the people behind a number. */
export { SaveSegment } from "./save-segment.tsx";
