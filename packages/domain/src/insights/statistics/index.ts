export * from "./false-discoveries.ts";
export * from "./fisher-test.ts";
export * from "./kaplan-meier.ts";
export * from "./odds-ratio.ts";
export * from "./proportion.ts";
export * from "./quantile.ts";
