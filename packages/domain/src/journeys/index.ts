export * from "./assemble-map.ts";
export * from "./check-definition.ts";
export * from "./completion.ts";
export * from "./effort.ts";
export * from "./instances.ts";
export * from "./mark-interactions.ts";
export * from "./seams.ts";
export * from "./tally-instances.ts";
export { journeyTemplates } from "./templates.ts";
