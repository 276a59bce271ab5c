import {
  accountPeople,
  type CountCondition,
  type EventMatch,
  type PeopleInPredicate,
  type Predicate,
  type ShareCondition,
} from "@throughline/contract";
import { didCondition, sequenceCondition } from "./behaviour-condition.ts";
import { compileEventMatch } from "./compile-condition.ts";
import { accountsThatDid } from "./doers.ts";
import type { Parameters } from "./parameters.ts";
import { accountsWhere } from "./person-state-condition.ts";
import type { NamedPeople, PredicateContext } from "./predicate-context.ts";
import { positiveOf, valueCondition } from "./property-condition.ts";
import { propertySource } from "./property-source.ts";
import type { ValueSource } from "./value-source.ts";

/** Each of `accounts` gives those of a segment of accounts, or at a stage of a journey by account, as a subquery of one column. */
export type AccountContext = PredicateContext & { accounts: Pick<NamedPeople, "segment" | "stage"> };

/**
 * A predicate of accounts (see `checkPredicate`) as a condition of an account; `account` is the SQL of the id. Never NULL.
 * @throws ProductError `invalid_input` for what cannot be asked. TypeError for what only people have.
 */
export function compileAccountCondition(predicate: Predicate, account: string, parameters: Parameters, context: AccountContext): string {
  const inner = (part: Predicate): string => compileAccountCondition(part, account, parameters, context);
  if ("all" in predicate) return predicate.all.length === 0 ? "true" : `(${predicate.all.map(inner).join(" AND ")})`;
  if ("any" in predicate) return predicate.any.length === 0 ? "false" : `(${predicate.any.map(inner).join(" OR ")})`;
  if ("not" in predicate) return `NOT ${inner(predicate.not)}`;
  const compileMatch = (match: EventMatch): string => compileEventMatch(match, parameters, context);
  const behaviour = { parameters, context, compileMatch, doers: accountsThatDid(parameters) };
  if ("did" in predicate) return didCondition(predicate, account, behaviour);
  if ("sequence" in predicate) return sequenceCondition(predicate, account, behaviour);
  if ("segment" in predicate) return `${account} IN (${context.accounts.segment(predicate.segment, parameters)})`;
  if ("stage" in predicate) return `${account} IN (${context.accounts.stage(predicate.stage, parameters)})`;
  if ("peopleIn" in predicate) return `${account} IN (${accountsWithPeopleIn(predicate, parameters, context)})`;
  if (!("property" in predicate) || !predicate.property.startsWith("account.")) throw new TypeError("Not a condition of accounts.");
  const { positive, negated } = positiveOf(predicate);
  const where = (value: ValueSource) => valueCondition(value, positive, parameters, context.nowMs);
  const accounts =
    predicate.property === accountPeople
      ? `SELECT account_id FROM (${withPeople(parameters)}) WHERE ${where({ kind: "text", sql: "people" })}`
      : accountsWhere(where(propertySource(predicate.property, context).value), parameters);
  return `${account} ${negated ? "NOT IN" : "IN"} (${accounts})`;
}

/** Accounts and how many people each has (`people`, as text), and how many for whom a condition of `person_id` holds (`inside`). */
const withPeople = (parameters: Parameters, inside = "false"): string =>
  `SELECT s.account_id AS account_id, toString(n.members) AS people, n.inside AS inside FROM (SELECT account_id FROM account_state FINAL WHERE workspace_id = ${parameters.workspace}) AS s
    LEFT ANY JOIN (SELECT arrayJoin(account_ids) AS joined, count() AS members, countIf(${inside}) AS inside FROM person_state FINAL WHERE workspace_id = ${parameters.workspace} GROUP BY joined) AS n ON s.account_id = n.joined`;

/** Accounts of whose people so many, or such a share, are in a segment. */
function accountsWithPeopleIn({ peopleIn, count, share }: PeopleInPredicate, parameters: Parameters, context: AccountContext): string {
  const bounds = (sql: string, type: string, condition: CountCondition | ShareCondition): string[] => {
    if ("eq" in condition) return [`${sql} = ${parameters.add(condition.eq, type)}`];
    return [
      ...("gte" in condition ? [`${sql} >= ${parameters.add(condition.gte, type)}`] : []),
      ...(condition.lte === undefined ? [] : [`${sql} <= ${parameters.add(condition.lte, type)}`]),
    ];
  };
  const counted = count ?? (share === undefined ? { gte: 1 } : undefined);
  const all = [
    ...(counted === undefined ? [] : bounds("inside", "UInt64", counted)),
    ...(share === undefined ? [] : ["toUInt64(people) > 0", ...bounds("inside / toUInt64(people)", "Float64", share)]),
  ];
  const people = withPeople(parameters, `person_id IN (${context.people.segment(peopleIn, parameters)})`);
  return `SELECT account_id FROM (${people}) WHERE ${all.join(" AND ")}`;
}
