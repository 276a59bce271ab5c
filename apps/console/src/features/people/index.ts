/** What other features of the console may use of people. */
export { Section } from "./section.tsx";
export { DayName } from "./timeline/day-heading.tsx";
export { TimelineBody } from "./timeline/timeline-body.tsx";
export type { Detail } from "./timeline/timeline-rows.ts";
export { default as timelineClasses } from "./timeline/timeline.module.css";
export { mergeTimeline } from "./timeline/merge-timeline.ts";
export { TraitValue } from "./trait-value.tsx";
export { TraitsSection } from "./traits-section.tsx";
