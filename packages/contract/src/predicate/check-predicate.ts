import type { FieldIssue } from "../errors.ts";
import type { Predicate } from "./predicate.ts";

export const maxPredicateDepth = 10;
export const maxPredicateNodes = 200;

/** Where a predicate stands: does it speak of one interaction, or of a person as a whole? */
export type PredicateScope = "event" | "person";

/** What a schema cannot say: too deep, too large, `event.` or `session.` where no interaction is looked at. Field names begin with `field`. */
export function checkPredicate(predicate: Predicate, scope: PredicateScope, field = "where"): FieldIssue[] {
  const issues: FieldIssue[] = [];
  let nodes = 0;
  const visit = (node: Predicate, here: PredicateScope, depth: number, path: string): void => {
    nodes++;
    if (depth > maxPredicateDepth) {
      issues.push({ field: path, message: "is nested too deeply", accepted: `at most ${maxPredicateDepth} levels` });
      return;
    }
    if ("all" in node) node.all.forEach((part, index) => visit(part, here, depth + 1, `${path}.all[${index}]`));
    else if ("any" in node) node.any.forEach((part, index) => visit(part, here, depth + 1, `${path}.any[${index}]`));
    else if ("not" in node) visit(node.not, here, depth + 1, `${path}.not`);
    else if ("did" in node) {
      if (node.where) visit(node.where, "event", depth + 1, `${path}.where`);
    } else if ("sequence" in node) {
      node.sequence.forEach((step, index) => {
        if (typeof step !== "string" && step.where) visit(step.where, "event", depth + 1, `${path}.sequence[${index}].where`);
      });
    } else if ("property" in node && here === "person" && /^(event|session)\./.test(node.property)) {
      issues.push({
        field: `${path}.property`,
        message: "speaks of one interaction, and here a person is looked at",
        accepted: "person.… or account.…, or event.… inside the where of a did",
      });
    }
  };
  visit(predicate, scope, 1, field);
  if (nodes > maxPredicateNodes) issues.push({ field, message: `has ${nodes} conditions`, accepted: `at most ${maxPredicateNodes}` });
  return issues;
}
