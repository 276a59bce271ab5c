import type { SavedQuery } from "@throughline/contract";
import type { Kysely } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { readSavedQueries } from "./saved-queries.store.ts";

export type DashboardsDeps = { db: Kysely<Database> };

export async function listSavedQueries(deps: DashboardsDeps, access: Access): Promise<{ items: SavedQuery[] }> {
  requirePermission(access, "insights:read");
  return { items: await readSavedQueries(deps.db, access.workspaceId) };
}
