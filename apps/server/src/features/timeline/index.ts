export { currentPlace, followTimeline, type FollowDeps } from "./follow-timeline.ts";
export { interactionColumns, nameOf, toInteractionRow, type InteractionRow } from "./interaction-row.ts";
export { readLivePlace } from "./live-place.ts";
export { conditionsOf, personExpression, readTimeline, streamTimeline, type OwnedStretch, type TimelineFilter } from "./read-timeline.ts";
export { removeRows, timelineTables } from "./remove-rows.ts";
export { createTimelineWriter, type TimelineWriter } from "./timeline-writer.ts";
