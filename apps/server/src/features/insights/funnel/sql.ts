/** Conditions of which one must hold. */
export const anyOf = (conditions: readonly string[]): string => `(${conditions.join(" OR ")})`;
export const allOf = (conditions: readonly string[]): string => (conditions.length === 0 ? "true" : `(${conditions.join(" AND ")})`);
/** `[1, 2, 3]` of numbers that are ours. */
export const numbers = (values: readonly number[]): string => `[${values.join(", ")}]`;
/** A row's time in ms. */
export const rowMs = "toUnixTimestamp64Milli(at)";

/** Computed columns, stage by stage: each may use those of the stages before. */
export type Stages = string[][];

/**
 * `SELECT *` and the columns of each stage, one subquery around the other. (The engine copies an alias's whole expression wherever it is used: aliases that build on each other double in size
 * with each step.)
 */
export const selectInStages = (from: string, stages: Stages): string =>
  stages.filter((stage) => stage.length > 0).reduce((inner, stage) => `SELECT *, ${stage.join(", ")} FROM (${inner})`, from);

/** Several computations side by side, as one. */
export const sideBySide = (computations: readonly Stages[]): Stages =>
  Array.from({ length: Math.max(...computations.map((stages) => stages.length)) }, (_, index) =>
    computations.flatMap((stages) => stages[index] ?? []),
  );
