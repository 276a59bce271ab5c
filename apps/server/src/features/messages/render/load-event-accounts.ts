import { isObject, traitValues, type Traits } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../../platform/postgres/plain-array.ts";
import type { Db } from "../messages-deps.ts";

type Context = Record<string, unknown>;
type AccountScope = Record<string, unknown>;

const accountIdOf = ({ event }: Context): string | null =>
  isObject(event) && typeof event["accountId"] === "string" && /^\d{1,19}$/.test(event["accountId"]) ? event["accountId"] : null;

/** The accounts in whose name the events of these contexts happened, as `account` of a template; undefined where an event names none, or it is gone: then it is the person's own. */
export async function loadEventAccounts(
  db: Db,
  workspaceId: string,
  contexts: readonly Context[],
): Promise<(context: Context) => AccountScope | undefined> {
  const ids = [...new Set(contexts.flatMap((context) => accountIdOf(context) ?? []))];
  if (ids.length === 0) return () => undefined;
  const { rows } = await sql<{ id: string; key: string; name: string | null; traits: Traits }>`
    SELECT id, key, name, traits FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[])`.execute(db);
  const accounts = new Map(rows.map(({ id, key, name, traits }) => [id, { ...traitValues(traits), key, name }]));
  return (context) => accounts.get(accountIdOf(context) ?? "");
}
