export { createTimelineWriter, type TimelineWriter } from "./timeline-writer.ts";
export { interactionColumns, nameOf, toInteractionRow, type InteractionRow } from "./interaction-row.ts";
