import type { SavedQuery } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { getSavedQuery } from "./get-saved-query.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { insertSavedQuery, type SavedQueryValues } from "./saved-queries.store.ts";

export async function createSavedQuery(deps: DashboardsDeps, access: Access, input: SavedQueryValues): Promise<SavedQuery> {
  requirePermission(access, "insights:write");
  const id = await deps.db.transaction().execute(async (tx) => {
    const created = await insertSavedQuery(tx, access.workspaceId, input, access.actor.name);
    await recordAudit(tx, access, { action: "saved_queries.create", subject: created, details: { name: input.name } });
    return created;
  });
  return getSavedQuery(deps, access, { id });
}
