import type { FieldIssue, Predicate } from "@throughline/contract";

/** What the server refused, at the conditions it stands at; `others` is about the whole, or about what the form does not show. */
export function placeIssues(
  issues: readonly FieldIssue[],
  predicate: Predicate | undefined,
): { placed: FieldIssue[]; others: FieldIssue[] } {
  const isGroup = predicate !== undefined && ("all" in predicate || "any" in predicate || "not" in predicate);
  const isPlaced = ({ field }: FieldIssue) => (field === "predicate" && !isGroup) || /^predicate[.[]/.test(field);
  return { placed: issues.filter(isPlaced), others: issues.filter((issue) => !isPlaced(issue) && issue.field !== "name") };
}
