/** What other features of the console may use of people. */
export { peopleColumns } from "./people-columns.tsx";
export { PickPerson } from "./pick-person.tsx";
export { Section } from "./section.tsx";
export { later } from "./timeline/later.ts";
export { LiveTimeline } from "./timeline/live-timeline.tsx";
export { useTimelineState } from "./timeline/use-timeline-state.ts";
export { TraitValue } from "./trait-value.tsx";
export { TraitsSection } from "./traits-section.tsx";
