import type { FunnelQuery } from "@throughline/contract";
import { personExpression } from "../../timeline/index.ts";
import { lookedAt } from "../looked-at.ts";
import { propertySource, valueText, type Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import type { FunnelParts } from "./funnel-parts.ts";
import { anyOf } from "./sql.ts";

/** Names that the steps and exclusions ask for, or null where any will do. */
function namesOf({ steps, exclude }: FunnelQuery): string[] | null {
  const names = [...steps, ...exclude].map((part) => part.event);
  return names.includes(null) ? null : [...new Set(names.flat() as string[])];
}

function conditionsOf(parts: FunnelParts, parameters: Parameters, context: QueryContext): string {
  const { query } = parts;
  const conditions = [lookedAt({ where: query.where, fromMs: context.fromMs, toMs: context.toMs }, parameters, context)];
  if (query.by === "session") conditions.push("session_id != ''");
  if (query.order !== "strict") {
    const names = namesOf(query);
    if (names) conditions.push(`name IN ${parameters.add(names, "Array(String)")}`);
    if ([...query.steps, ...query.exclude].some((part) => part.where))
      conditions.push(anyOf([...parts.steps, ...parts.guards.map((guard) => guard.condition)]));
  }
  return conditions.join(" AND ");
}

/** What is wanted of each row beside its unit. */
export type WantedOfRow = {
  /** SQL over a row of `interaction`. */
  mark: string;
  /** A property, whose first value is to come as `value`: text or NULL. */
  property?: string | undefined;
  /** Whose row it is, as `person`. */
  person?: boolean;
};

/**
 * Rows of `interaction` that a funnel looks at: `unit`, the person, account or session whose history it is in, `mark`, and what else is wanted. In a strict funnel that is
 * everything, else what fulfils a step or is excluded.
 */
export function unitRows(
  parts: FunnelParts,
  { mark, property, person = false }: WantedOfRow,
  parameters: Parameters,
  context: QueryContext,
): string {
  const { by } = parts.query;
  const source = property === undefined ? null : propertySource(property, context.predicates);
  const from = `FROM interaction WHERE ${conditionsOf(parts, parameters, context)}`;
  const columns = [`${mark} AS mark`];
  if (source?.home === "interaction") columns.push(`${valueText(source.value)} AS value`);
  if (by !== "account" && (source === null || source.home === "interaction")) {
    if (person) columns.push(`${personExpression} AS person`);
    return `SELECT ${by === "person" ? personExpression : "session_id"} AS unit, ${columns.join(", ")} ${from}`;
  }

  // The row's account is its own or the person's first, and their states are looked up beside it.
  columns.push(`account_id AS own_account`, `${personExpression} AS row_person`, "session_id AS row_session");
  const account = "if(own_account != 0, own_account, first_account)";
  const unit = by === "account" ? account : by === "person" ? "row_person" : "row_session";
  const ofPerson = source?.home === "person" ? `, ${valueText(source.value)} AS of_person` : "";
  const people = `SELECT person_id, account_ids[1] AS first_account${ofPerson} FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}`;
  const joins = [`LEFT JOIN (${people}) AS their ON row_person = their.person_id`];
  if (source?.home === "account") {
    const accounts = `SELECT account_id, ${valueText(source.value)} AS of_account FROM account_state FINAL WHERE workspace_id = ${parameters.workspace}`;
    joins.push(`LEFT JOIN (${accounts}) AS its ON ${account} = its.account_id`);
  }
  const value =
    source === null ? [] : [`${source.home === "interaction" ? "value" : source.home === "person" ? "of_person" : "of_account"} AS value`];
  const wanted = [`${unit} AS unit`, "mark", ...value, ...(person ? ["row_person AS person"] : [])];
  return `SELECT ${wanted.join(", ")} FROM (SELECT ${columns.join(", ")} ${from}) AS looked ${joins.join(" ")}${by === "account" ? " WHERE unit != 0" : ""}`;
}
