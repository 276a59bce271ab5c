import type { EventMatch, Predicate } from "@throughline/contract";
import { personExpression } from "../../timeline/index.ts";
import { didCondition, sequenceCondition } from "./behaviour-condition.ts";
import { peopleWhoDid } from "./doers.ts";
import type { Parameters } from "./parameters.ts";
import { accountsWhere, holdsForNobody, isOfPersonState, peopleWhere, personStateCondition } from "./person-state-condition.ts";
import type { PredicateContext } from "./predicate-context.ts";
import { positiveOf, valueCondition } from "./property-condition.ts";
import { propertySource } from "./property-source.ts";

/** What is looked at: one row of `interaction`, or a person whose id is the given SQL. */
type Scope = { kind: "event" } | { kind: "person"; person: string };
type Compiling = { scope: Scope; parameters: Parameters; context: PredicateContext };

/**
 * A predicate as a condition of one row of `interaction` (its columns unqualified, so the table is read under no other name, or by a subquery that keeps the names).
 * Conditions of a person look up who the row belongs to. Values are in the parameters. Never NULL.
 * @throws ProductError `invalid_input` for what cannot be asked.
 */
export function compileEventCondition(predicate: Predicate, parameters: Parameters, context: PredicateContext): string {
  return compile(predicate, { scope: { kind: "event" }, parameters, context });
}

/** The same of an event's name (or names; null is any) and what holds for it. */
export function compileEventMatch(match: EventMatch, parameters: Parameters, context: PredicateContext): string {
  const conditions = [];
  if (typeof match.event === "string") conditions.push(`name = ${parameters.add(match.event, "String")}`);
  else if (match.event !== null) conditions.push(`name IN ${parameters.add(match.event, "Array(String)")}`);
  if (match.where) conditions.push(compileEventCondition(match.where, parameters, context));
  return conditions.length === 0 ? "true" : `(${conditions.join(" AND ")})`;
}

/** A predicate as a condition of a person; `person` is the SQL of the id. `event.` and `session.` stand only inside a `did` or `sequence`. Never NULL. */
export function compilePersonCondition(predicate: Predicate, person: string, parameters: Parameters, context: PredicateContext): string {
  return compile(predicate, { scope: { kind: "person", person }, parameters, context });
}

function compile(predicate: Predicate, compiling: Compiling): string {
  const { scope, parameters, context } = compiling;
  const person = scope.kind === "person" ? scope.person : personExpression;
  const inner = (part: Predicate): string => compile(part, compiling);
  // One look at a person's state for all that is asked of it. An account is the row's own where there is a row, so it is not among that.
  if (isOfPersonState(predicate) && (scope.kind === "person" || !speaksOfAccount(predicate)) && !isPlainGroup(predicate))
    return ofPersonState(predicate, person, parameters, context);
  if ("all" in predicate) return predicate.all.length === 0 ? "true" : `(${predicate.all.map(inner).join(" AND ")})`;
  if ("any" in predicate) return predicate.any.length === 0 ? "false" : `(${predicate.any.map(inner).join(" OR ")})`;
  if ("not" in predicate) return `NOT ${inner(predicate.not)}`;
  const compileMatch = (match: EventMatch): string => compileEventMatch(match, parameters, context);
  const behaviour = { parameters, context, compileMatch, doers: peopleWhoDid };
  if ("did" in predicate) return didCondition(predicate, person, behaviour);
  if ("sequence" in predicate) return sequenceCondition(predicate, person, behaviour);
  if ("segment" in predicate) return `${person} IN (${context.people.segment(predicate.segment, parameters)})`;
  if ("stage" in predicate) return `${person} IN (${context.people.stage(predicate.stage, parameters)})`;
  if ("score" in predicate) return `${person} IN (${context.people.score(predicate, parameters)})`;
  if (!("property" in predicate)) return ofPersonState(predicate, person, parameters, context);
  const { positive, negated } = positiveOf(predicate);
  const { home, value } = propertySource(predicate.property, context);
  const condition = valueCondition(value, positive, parameters, context.nowMs);
  const holds = home === "account" ? ofRowsAccount(condition, parameters) : condition;
  return negated ? `NOT ${holds}` : holds;
}

/** A group without members is settled without looking at anybody. */
const isPlainGroup = (predicate: Predicate): boolean =>
  ("all" in predicate && predicate.all.length === 0) || ("any" in predicate && predicate.any.length === 0);

function speaksOfAccount(predicate: Predicate): boolean {
  if ("all" in predicate) return predicate.all.some(speaksOfAccount);
  if ("any" in predicate) return predicate.any.some(speaksOfAccount);
  if ("not" in predicate) return speaksOfAccount(predicate.not);
  return "property" in predicate && predicate.property.startsWith("account.");
}

/** Somebody who is not in the mirror (yet) is somebody of whom nothing is known. */
function ofPersonState(predicate: Predicate, person: string, parameters: Parameters, context: PredicateContext): string {
  const condition = personStateCondition(predicate, parameters, context);
  return holdsForNobody(predicate)
    ? `${person} NOT IN (${peopleWhere(`NOT ${condition}`, parameters)})`
    : `${person} IN (${peopleWhere(condition, parameters)})`;
}

/** The account that a row is about: its own, else the first of the person's. */
function ofRowsAccount(condition: string, parameters: Parameters): string {
  const accounts = accountsWhere(condition, parameters);
  return `if(account_id != 0, account_id IN (${accounts}), ${personExpression} IN (${peopleWhere(`account_ids[1] IN (${accounts})`, parameters)}))`;
}
