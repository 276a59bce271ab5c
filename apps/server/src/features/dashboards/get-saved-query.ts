import { ProductError, type SavedQuery } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { readSavedQueries } from "./saved-queries.store.ts";

/** @throws ProductError `not_found`. */
export async function getSavedQuery(deps: DashboardsDeps, access: Access, input: { id: string }): Promise<SavedQuery> {
  requirePermission(access, "insights:read");
  const [found] = await readSavedQueries(deps.db, access.workspaceId, [input.id]);
  if (!found) throw new ProductError("not_found", "There is no such saved query in this workspace.");
  return found;
}
