import { accountPeople, type EventMatch, type Predicate } from "@throughline/contract";
import { didCondition, sequenceCondition } from "./behaviour-condition.ts";
import { compileEventMatch } from "./compile-condition.ts";
import { accountsThatDid } from "./doers.ts";
import type { Parameters } from "./parameters.ts";
import { accountsWhere } from "./person-state-condition.ts";
import type { PredicateContext } from "./predicate-context.ts";
import { positiveOf, valueCondition } from "./property-condition.ts";
import { propertySource } from "./property-source.ts";
import type { ValueSource } from "./value-source.ts";

/**
 * A predicate of accounts (see `checkPredicate`) as a condition of an account; `account` is the SQL of the id. `context.people.segment` gives the accounts of a segment. Never NULL.
 * @throws ProductError `invalid_input` for what cannot be asked. TypeError for what only people have.
 */
export function compileAccountCondition(predicate: Predicate, account: string, parameters: Parameters, context: PredicateContext): string {
  const inner = (part: Predicate): string => compileAccountCondition(part, account, parameters, context);
  if ("all" in predicate) return predicate.all.length === 0 ? "true" : `(${predicate.all.map(inner).join(" AND ")})`;
  if ("any" in predicate) return predicate.any.length === 0 ? "false" : `(${predicate.any.map(inner).join(" OR ")})`;
  if ("not" in predicate) return `NOT ${inner(predicate.not)}`;
  const compileMatch = (match: EventMatch): string => compileEventMatch(match, parameters, context);
  const behaviour = { parameters, context, compileMatch, doers: accountsThatDid(parameters) };
  if ("did" in predicate) return didCondition(predicate, account, behaviour);
  if ("sequence" in predicate) return sequenceCondition(predicate, account, behaviour);
  if ("segment" in predicate) return `${account} IN (${context.people.segment(predicate.segment, parameters)})`;
  if (!("property" in predicate) || !predicate.property.startsWith("account.")) throw new TypeError("Not a condition of accounts.");
  const { positive, negated } = positiveOf(predicate);
  const where = (value: ValueSource) => valueCondition(value, positive, parameters, context.nowMs);
  const accounts =
    predicate.property === accountPeople
      ? `SELECT account_id FROM (${withPeople(parameters)}) WHERE ${where({ kind: "text", sql: "people" })}`
      : accountsWhere(where(propertySource(predicate.property, context).value), parameters);
  return `${account} ${negated ? "NOT IN" : "IN"} (${accounts})`;
}

/** Accounts and how many people each has. */
const withPeople = (parameters: Parameters): string =>
  `SELECT s.account_id AS account_id, toString(n.members) AS people FROM (SELECT account_id FROM account_state FINAL WHERE workspace_id = ${parameters.workspace}) AS s
    LEFT ANY JOIN (SELECT arrayJoin(account_ids) AS joined, count() AS members FROM person_state FINAL WHERE workspace_id = ${parameters.workspace} GROUP BY joined) AS n ON s.account_id = n.joined`;
