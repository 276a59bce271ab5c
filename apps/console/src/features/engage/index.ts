/** The frame of the pages of Engage: flows, messages, the arbiter. */
export { EngageSection } from "./engage-section.tsx";
export { PartTabs } from "./part-tabs.tsx";
export { useFlowNames } from "./use-flow-names.ts";
