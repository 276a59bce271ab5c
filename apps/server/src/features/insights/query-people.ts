import type { Cell, PersonSummary, Query } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { findSummaries } from "../people/index.ts";
import { createQueryContext, type QueryDeps } from "./create-query-context.ts";
import { countPeople, pageOfPeople } from "./people-of-cell.ts";

/** A page of the people behind one number of an answer, in an order that does not change. */
export async function queryPeople(
  deps: QueryDeps,
  access: Access,
  input: { query: Query; cell: Cell; cursor?: string | undefined; limit: number },
): Promise<{ items: PersonSummary[]; next: string | null; total: number }> {
  requirePermission(access, "insights:read");
  requirePermission(access, "people:read");
  const { query, cell, limit } = input;
  if (query.kind === "journey" && deps.journeys) return deps.journeys.people(access, { ...input, query }, deps.clickhouse);
  const place = decodeCursor(input.cursor, z.tuple([z.string().regex(/^\d{1,20}$/), z.number().int(), z.number()]));
  // "Now" is that of the first page: what `last` and `within` mean must not move while somebody pages.
  const nowMs = place ? place[2] : deps.now();
  const context = await createQueryContext({ ...deps, now: () => nowMs }, access.workspaceId, query);
  const found = await pageOfPeople(context, query, cell, { after: place ? place[0] : null, limit });
  const total = place ? place[1] : found.length <= limit ? found.length : await countPeople(context, query, cell);
  const ids = found.slice(0, limit);
  const last = ids.at(-1);
  return {
    items: await findSummaries(deps.db, access.workspaceId, ids),
    next: found.length > limit && last !== undefined ? encodeCursor([last, total, nowMs]) : null,
    total,
  };
}
