import type { Parameters } from "../predicate-sql/index.ts";

/** The value that an attempt stands under in a breakdown, of its `done` and `step_values`: the first or last there is, or that at `step:N` (from 1). */
export function attributedValue(attribution: string, parameters: Parameters): string {
  if (attribution === "first") return "arrayFirst(v -> isNotNull(v), step_values)";
  if (attribution === "last") return "arrayLast(v -> isNotNull(v), step_values)";
  return `step_values[indexOf(done, ${parameters.add(Number(attribution.slice("step:".length)) - 1, "Int16")})]`;
}
