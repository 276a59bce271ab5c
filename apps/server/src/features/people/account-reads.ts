import {
  parseAccountId,
  parsePersonId,
  ProductError,
  type AccountSummary,
  type Interaction,
  type PersonSummary,
} from "@throughline/contract";
import { accountIdFor } from "@throughline/domain";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor, readPage } from "../../platform/http/cursor.ts";
import { findAccount, listAccounts as readAccounts, rolesIn, toAccount, type AccountSort } from "../accounts/index.ts";
import { readTimeline } from "../timeline/index.ts";
import { listPeople } from "./list-people.ts";
import { definedOnly, type TimelineDeps, type TimelineInput } from "./read-person-timeline.ts";

type PageInput = { cursor?: string | undefined; limit: number };

async function requireAccount(deps: TimelineDeps, access: Access, internalId: string | null): Promise<AccountSummary> {
  requirePermission(access, "accounts:read");
  const account = internalId === null ? null : await findAccount(deps.db, access.workspaceId, internalId);
  if (!account) throw new ProductError("not_found", "There is no such account in this workspace.");
  return account;
}

export async function listAccounts(
  deps: TimelineDeps,
  access: Access,
  input: PageInput & { search?: string | undefined; sort: string },
): Promise<{ items: AccountSummary[]; next: string | null; total: number }> {
  requirePermission(access, "accounts:read");
  const sort = input.sort.replace("-", "") as AccountSort;
  const after = decodeCursor(input.cursor, z.tuple([z.string(), z.string()]));
  const query = { search: input.search, sort, descending: input.sort.startsWith("-"), after, limit: input.limit };
  const { rows, total } = await readPage(input.cursor, () => readAccounts(deps.db, access.workspaceId, query));
  const last = rows.slice(0, input.limit).at(-1);
  return {
    items: rows.slice(0, input.limit).map(toAccount),
    next: rows.length > input.limit && last ? encodeCursor([last.place, last.id]) : null,
    total,
  };
}

export const getAccount = (deps: TimelineDeps, access: Access, input: { id: string }) =>
  requireAccount(deps, access, parseAccountId(input.id));

export const lookupAccount = (deps: TimelineDeps, access: Access, input: { key: string }) =>
  requireAccount(deps, access, accountIdFor(access.workspaceId, input.key));

export async function listAccountPeople(
  deps: TimelineDeps,
  access: Access,
  input: PageInput & { id: string },
): Promise<{ items: (PersonSummary & { role: string | null })[]; next: string | null }> {
  await getAccount(deps, access, input);
  const page = await listPeople(deps, access, { account: input.id, cursor: input.cursor, limit: input.limit, sort: "-lastSeen" });
  const internal = (id: string) => parsePersonId(id) as string;
  const roles = await rolesIn(
    deps.db,
    access.workspaceId,
    parseAccountId(input.id) as string,
    page.items.map((person) => internal(person.id)),
  );
  return { items: page.items.map((person) => ({ ...person, role: roles.get(internal(person.id)) ?? null })), next: page.next };
}

/** What happened in the account's name, newest first: what names it, and what people did who joined it first, where no account is named. */
export async function readAccountTimeline(
  deps: TimelineDeps,
  access: Access,
  input: TimelineInput,
): Promise<{ items: Interaction[]; next: string | null }> {
  const { id, cursor, limit, ...filter } = input;
  const narrowed = { ...definedOnly(filter), ...(await accountFilter(deps, access, id)) };
  return readTimeline(deps.clickhouse, access.workspaceId, narrowed, { cursor, limit });
}

/** What is on an account's timeline, for who may see it. Throws `not_found`. */
export async function accountFilter(deps: TimelineDeps, access: Access, id: string): Promise<{ accountId: string }> {
  requirePermission(access, "people:read");
  await getAccount(deps, access, { id });
  return { accountId: parseAccountId(id) as string };
}
