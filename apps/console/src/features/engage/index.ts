/** The frame of the pages of Engage: flows, messages, the arbiter. */
export { EngageSection } from "./engage-section.tsx";
