import { parseAccountId, ProductError, type PersonSummary } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import { listPeople as readPeople, sortColumns, toSummary, type Db, type PeopleSort } from "./people.store.ts";

export type ListPeopleInput = {
  cursor?: string | undefined;
  limit: number;
  search?: string | undefined;
  segment?: string | undefined;
  known?: "true" | "false" | undefined;
  account?: string | undefined;
  sort: string;
};

/** A page of people, searched, filtered and sorted. */
export async function listPeople(
  deps: { db: Db },
  access: Access,
  input: ListPeopleInput,
): Promise<{ items: PersonSummary[]; next: string | null; total: number }> {
  requirePermission(access, "people:read");
  if (input.segment !== undefined)
    throw new ProductError("not_found", `There is no segment ${JSON.stringify(input.segment)} in this workspace.`);
  const descending = input.sort.startsWith("-");
  const sort = input.sort.replace("-", "") as PeopleSort;
  const { rows, total } = await readPeople(deps.db, access.workspaceId, {
    search: input.search,
    known: input.known === undefined ? undefined : input.known === "true",
    accountId: input.account === undefined ? undefined : (parseAccountId(input.account) ?? undefined),
    sort,
    descending,
    after: decodeCursor(input.cursor, z.tuple([z.string(), z.string()])),
    limit: input.limit,
  });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(toSummary),
    next: rows.length > input.limit && last ? encodeCursor([sortColumns[sort].of(last), last.id]) : null,
    total,
  };
}
