import { personExpression } from "../../timeline/index.ts";
import type { Parameters } from "./parameters.ts";

/** A SELECT of whose doing each row of `interaction` is (`doer`), with columns beside it, of the rows for which a condition holds. */
export type Doers = (columns: Record<string, string>, where: string) => string;

const named = (columns: Record<string, string>): string[] => Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);

/** What people did. */
export const peopleWhoDid: Doers = (columns, where) =>
  `SELECT ${[`${personExpression} AS doer`, ...named(columns)].join(", ")} FROM interaction WHERE ${where}`;

/** What was done in the name of accounts: the account of an interaction is its own, else the first that its person joined. What belongs to none is done by 0. */
export const accountsThatDid =
  (parameters: Parameters): Doers =>
  (columns, where) =>
    `SELECT ${["if(own_account != 0, own_account, first_account) AS doer", ...Object.keys(columns)].join(", ")}
      FROM (SELECT ${["account_id AS own_account", `${personExpression} AS person`, ...named(columns)].join(", ")} FROM interaction WHERE ${where}) AS r
      LEFT ANY JOIN (SELECT person_id AS state_person, account_ids[1] AS first_account FROM person_state FINAL WHERE workspace_id = ${parameters.workspace}) AS p ON r.person = p.state_person`;
