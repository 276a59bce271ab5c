import { personExpression } from "../../timeline/index.ts";
import { valueNumbers, valueText, type Parameters, type PropertySource } from "../predicate-sql/index.ts";

/** What a row of the source is to give beside its columns: each a name and where it comes from. */
export type WantedValue = { name: string; source: PropertySource; as: "text" | "numbers" };
export type WantedRows = {
  /** SQL over a row of `interaction`, by name. */
  columns: Record<string, string>;
  /** Condition of rows of `interaction`. */
  where: string;
  values: readonly WantedValue[];
  needsPerson: boolean;
  needsAccount: boolean;
};

const valueSql = ({ source, as }: WantedValue): string => (as === "text" ? valueText(source.value) : valueNumbers(source.value).sql);

/**
 * Rows of `interaction` with what is wanted of them, `person` and `account` (0 where there is none) where they are needed. What people and accounts are is looked up only where
 * it is asked for, and nothing is read that nobody wants.
 */
export function rowSource({ columns, where, values, needsPerson, needsAccount }: WantedRows, parameters: Parameters): string {
  const ofPerson = values.filter(({ source }) => source.home === "person");
  const ofAccount = values.filter(({ source }) => source.home === "account");
  const withAccount = needsAccount || ofAccount.length > 0;
  const withState = withAccount || ofPerson.length > 0;
  const own = {
    ...columns,
    ...Object.fromEntries(values.filter(({ source }) => source.home === "interaction").map((value) => [value.name, valueSql(value)])),
    ...(needsPerson || withState ? { person: personExpression } : {}),
    ...(withAccount ? { own_account: "account_id" } : {}),
  };
  const rows = `SELECT ${list(own)} FROM interaction WHERE ${where}`;
  if (!withState) return rows;
  const state = {
    state_person: "person_id",
    ...(withAccount ? { first_account: "account_ids[1]" } : {}),
    ...Object.fromEntries(ofPerson.map((value) => [value.name, valueSql(value)])),
  };
  const joined = `SELECT *${withAccount ? ", if(own_account != 0, own_account, first_account) AS account" : ""} FROM (${rows}) AS r
    LEFT ANY JOIN (SELECT ${list(state)} FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}) AS p ON r.person = p.state_person`;
  if (ofAccount.length === 0) return joined;
  const accounts = { state_account: "account_id", ...Object.fromEntries(ofAccount.map((value) => [value.name, valueSql(value)])) };
  return `SELECT * FROM (${joined}) AS j
    LEFT ANY JOIN (SELECT ${list(accounts)} FROM account_state FINAL WHERE workspace_id = ${parameters.workspace}) AS a ON j.account = a.state_account`;
}

const list = (columns: Record<string, string>): string =>
  Object.entries(columns).length === 0
    ? "1"
    : Object.entries(columns)
        .map(([name, sql]) => `${sql} AS ${name}`)
        .join(", ");
