import { parseAccountId, ProductError, type PersonSummary } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor, readPage } from "../../platform/http/cursor.ts";
import { countPeople, listPeople as readPeople, toSummary, type Db, type PeopleQuery, type PeopleSort } from "./people.store.ts";

export type ListPeopleInput = {
  cursor?: string | undefined;
  limit: number;
  search?: string | undefined;
  segment?: string | undefined;
  known?: "true" | "false" | undefined;
  account?: string | undefined;
  conflict?: "true" | undefined;
  sort: string;
};

async function segmentIdOf(db: Db, workspaceId: string, key: string): Promise<string> {
  const row = await db.selectFrom("segment").select("id").where("workspace_id", "=", workspaceId).where("key", "=", key).executeTakeFirst();
  if (!row) throw new ProductError("not_found", `There is no segment ${JSON.stringify(key)} in this workspace.`);
  return row.id;
}

/** A page of people, searched, filtered and sorted. */
export async function listPeople(
  deps: { db: Db },
  access: Access,
  input: ListPeopleInput,
): Promise<{ items: PersonSummary[]; next: string | null; total: number }> {
  requirePermission(access, "people:read");
  const segmentId = input.segment === undefined ? undefined : await segmentIdOf(deps.db, access.workspaceId, input.segment);
  const descending = input.sort.startsWith("-");
  const sort = input.sort.replace("-", "") as PeopleSort;
  const place = decodeCursor(input.cursor, z.tuple([z.string().nullable(), z.string(), z.number().int()]));
  const query: PeopleQuery = {
    search: input.search,
    known: input.known === undefined ? undefined : input.known === "true",
    segmentId,
    inConflict: input.conflict === "true",
    accountId: input.account === undefined ? undefined : (parseAccountId(input.account) ?? undefined),
    sort,
    descending,
    after: place && [place[0], place[1]],
    limit: input.limit,
  };
  // Counted with the first page; the cursor carries it on.
  const [rows, total] = await readPage(input.cursor, () =>
    Promise.all([readPeople(deps.db, access.workspaceId, query), place ? place[2] : countPeople(deps.db, access.workspaceId, query)]),
  );
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(toSummary),
    next: rows.length > input.limit && last ? encodeCursor([last.place, last.id, total]) : null,
    total,
  };
}
