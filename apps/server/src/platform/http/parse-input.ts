import { ProductError } from "@throughline/contract";
import type { ZodType } from "zod";
import { toFieldIssue, type ValidationIssue } from "./field-issues.ts";

/** Checks the input of an endpoint outside the API contract. Throws `invalid_input` with every field that is wrong. */
export function parseInput<T>(schema: ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalidInput(result.error.issues as unknown as ValidationIssue[]);
}

/** The error for what a validator found wrong. */
export function invalidInput(found: readonly ValidationIssue[]): ProductError {
  const issues = found.map(toFieldIssue);
  return new ProductError("invalid_input", `The input cannot be used: ${[...new Set(issues.map((issue) => issue.field))].join(", ")}.`, {
    issues,
  });
}
