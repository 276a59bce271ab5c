export * from "./kaplan-meier.ts";
export * from "./odds-ratio.ts";
export * from "./proportion.ts";
export * from "./quantile.ts";
