export * from "./formula.ts";
export * from "./intervals.ts";
export * from "./statistics/index.ts";
export * from "./zone.ts";
export * from "./reference/index.ts";
