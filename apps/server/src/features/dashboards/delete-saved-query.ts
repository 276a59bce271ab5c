import { ProductError } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { dashboardsShowing } from "./dashboards.store.ts";
import { getSavedQuery } from "./get-saved-query.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { removeSavedQuery } from "./saved-queries.store.ts";

/** @throws ProductError `not_found`; `conflict` while a dashboard shows it. */
export async function deleteSavedQuery(deps: DashboardsDeps, access: Access, input: { id: string }): Promise<{ deleted: true }> {
  requirePermission(access, "insights:write");
  const { name } = await getSavedQuery(deps, access, input);
  await deps.db.transaction().execute(async (tx) => {
    const shownBy = await dashboardsShowing(tx, access.workspaceId, input.id);
    if (shownBy.length > 0) throw new ProductError("conflict", `${name} is shown on ${shownBy.join(", ")}: take it off there first.`);
    await removeSavedQuery(tx, access.workspaceId, input.id);
    await recordAudit(tx, access, { action: "saved_queries.delete", subject: input.id, details: { name } });
  });
  return { deleted: true };
}
