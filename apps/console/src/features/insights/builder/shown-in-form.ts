import type { Predicate, PropertyPredicate } from "@throughline/contract";

/** The conditions that stand under “none of these”; null for everything else. */
export const excluded = (value: Predicate): Predicate[] | null => ("not" in value && "any" in value.not ? value.not.any : null);

/** True for what the form shows as a group of conditions. */
export const isGroup = (node: Predicate): boolean => "all" in node || "any" in node || excluded(node) !== null;

/** What is so or is not so of a person (or an account): a segment that they are in, a purpose that they consented to, a channel that reaches them, a stage of a journey that they are at. */
export type Fact = Extract<Predicate, { segment: string } | { consent: string } | { reachable: string } | { stage: object }>;
export const isFact = (node: Predicate): node is Fact => "segment" in node || "consent" in node || "reachable" in node || "stage" in node;

/** A day as fields of dates take it, without an hour. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** True for a condition that the form shows whole. Any other (made by API) is shown as it is written, and stays so. */
export function isShownInForm(node: Predicate): boolean {
  if (isGroup(node)) return true;
  if ("not" in node) return "sequence" in node.not || isFact(node.not);
  return !("property" in node) || isShownCondition(node);
}

/** Fields of one line have no line breaks and are not empty; those of dates have no hour. */
function isShownCondition(condition: PropertyPredicate): boolean {
  if (condition.op === "before" || condition.op === "after") return isDay(condition.value);
  if (condition.op === "between") return condition.value.every((end) => typeof end === "number" || isDay(end));
  if (!("value" in condition)) return true;
  return [condition.value].flat().every((value) => typeof value !== "string" || (value !== "" && !/[\r\n]/.test(value)));
}
