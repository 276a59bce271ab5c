import type { Predicate } from "@throughline/contract";
import type { Parameters } from "./parameters.ts";
import type { PredicateContext } from "./predicate-context.ts";
import { positiveOf, valueCondition } from "./property-condition.ts";
import { personExpression } from "../../timeline/index.ts";
import { ownSourceId } from "../../own-interactions/index.ts";
import { lastSeenOfPerson, propertySource } from "./property-source.ts";

/** Ids of accounts that fulfil a condition of a row of `account_state`. */
export const accountsWhere = (condition: string, parameters: Parameters): string =>
  `SELECT account_id FROM account_state FINAL WHERE workspace_id = ${parameters.workspace} AND ${condition}`;

/** Ids of people that fulfil a condition of a row of `person_state`. */
export const peopleWhere = (condition: string, parameters: Parameters): string =>
  `SELECT person_id FROM person_state FINAL WHERE workspace_id = ${parameters.workspace} AND ${condition}`;

/** Does a predicate speak of nothing but what `person_state` and `account_state` hold? */
export function isOfPersonState(predicate: Predicate): boolean {
  if ("all" in predicate) return predicate.all.every(isOfPersonState);
  if ("any" in predicate) return predicate.any.every(isOfPersonState);
  if ("not" in predicate) return isOfPersonState(predicate.not);
  if ("property" in predicate) return /^(person|account)\./.test(predicate.property);
  return "consent" in predicate || "reachable" in predicate;
}

/** Such a predicate (see {@link isOfPersonState}) as a condition of a row of `person_state`. Never NULL. A condition of an account holds when one of theirs fulfils it. */
export function personStateCondition(predicate: Predicate, parameters: Parameters, context: PredicateContext): string {
  const inner = (part: Predicate): string => personStateCondition(part, parameters, context);
  if ("all" in predicate) return predicate.all.length === 0 ? "true" : `(${predicate.all.map(inner).join(" AND ")})`;
  if ("any" in predicate) return predicate.any.length === 0 ? "false" : `(${predicate.any.map(inner).join(" OR ")})`;
  if ("not" in predicate) return `NOT ${inner(predicate.not)}`;
  if ("consent" in predicate) return `has(consents, ${parameters.add(predicate.consent, "String")})`;
  if ("reachable" in predicate) return `has(reachable, ${parameters.add(predicate.reachable, "String")})`;
  if (!("property" in predicate)) throw new TypeError("Not a condition of a person's state.");
  const { positive, negated } = positiveOf(predicate);
  if (predicate.property === lastSeenOfPerson) {
    const holds = lastSeenCondition(valueCondition({ kind: "moment", sql: "last_seen" }, positive, parameters, context.nowMs), parameters);
    return negated ? `NOT ${holds}` : holds;
  }
  const { home, value } = propertySource(predicate.property, context);
  const condition = valueCondition(value, positive, parameters, context.nowMs);
  const holds = home === "person" ? condition : `arrayExists(a -> a IN (${accountsWhere(condition, parameters)}), account_ids)`;
  return negated ? `NOT ${holds}` : holds;
}

/** Whose last interaction of all fulfils a condition of `last_seen`; what we did ourselves does not count as seen. */
const lastSeenCondition = (condition: string, parameters: Parameters): string =>
  `person_id IN (SELECT seen FROM (SELECT ${personExpression} AS seen, max(at) AS last_seen FROM interaction WHERE workspace_id = ${parameters.workspace} AND source_id != '${ownSourceId}' GROUP BY seen) WHERE ${condition})`;

/** What such a predicate is for somebody of whom nothing is known: every single condition fails. */
export function holdsForNobody(predicate: Predicate): boolean {
  if ("all" in predicate) return predicate.all.every(holdsForNobody);
  if ("any" in predicate) return predicate.any.some(holdsForNobody);
  if ("not" in predicate) return !holdsForNobody(predicate.not);
  return "property" in predicate && positiveOf(predicate).negated;
}
