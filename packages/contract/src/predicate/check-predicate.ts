import type { FieldIssue } from "../errors.ts";
import type { Predicate } from "./predicate.ts";

export const maxPredicateDepth = 10;
export const maxPredicateNodes = 200;

/** Where a predicate stands: does it speak of one interaction, or of a person or an account as a whole? */
export type PredicateScope = "event" | "person" | "account";
/** How many people an account has. Only where an account is looked at. */
export const accountPeople = "account.$people";

/** What a schema cannot say: too deep, too large, `event.` or `session.` where no interaction is looked at, what only people have where an account is. Field names begin with `field`. */
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
    } else issues.push(...leafIssues(node, here, path));
  };
  visit(predicate, scope, 1, field);
  if (nodes > maxPredicateNodes) issues.push({ field, message: `has ${nodes} conditions`, accepted: `at most ${maxPredicateNodes}` });
  return issues;
}

function leafIssues(leaf: Predicate, here: PredicateScope, path: string): FieldIssue[] {
  if ("property" in leaf) {
    if (here !== "event" && /^(event|session)\./.test(leaf.property))
      return [
        {
          field: `${path}.property`,
          message: `speaks of one interaction, and here ${here === "person" ? "a person" : "an account"} is looked at`,
          accepted: here === "person" ? "person.… or account.…, or event.… inside the where of a did" : ofAccounts,
        },
      ];
    if (here === "account" && leaf.property.startsWith("person."))
      return [{ field: `${path}.property`, message: "speaks of a person, and here an account is looked at", accepted: instead }];
    if (here !== "account" && leaf.property === accountPeople)
      return [{ field: `${path}.property`, message: "counts the people of an account", accepted: "a segment of accounts" }];
    return [];
  }
  if (here !== "account")
    return "peopleIn" in leaf
      ? [{ field: `${path}.peopleIn`, message: "counts the people of an account", accepted: "a segment of accounts" }]
      : [];
  const refused = onlyOfPeople.find(([name]) => name in leaf);
  return refused ? [{ field: `${path}.${refused[0]}`, message: `${refused[1]}, and here an account is looked at`, accepted: instead }] : [];
}

const onlyOfPeople = [
  ["consent", "is given by people"],
  ["reachable", "is said of people"],
  ["score", "is given by people"],
] as const;
const ofAccounts =
  "account.…, did and sequence (of anybody in the account), a stage of a journey of accounts, a segment of accounts, or peopleIn";
const instead = `a segment of people by this, and peopleIn here (how many of the account's people are in it); or ${ofAccounts}`;
