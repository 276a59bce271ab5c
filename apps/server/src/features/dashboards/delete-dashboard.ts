import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { removeDashboard } from "./dashboards.store.ts";
import { getDashboard } from "./get-dashboard.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";

/** @throws ProductError `not_found`. */
export async function deleteDashboard(deps: DashboardsDeps, access: Access, input: { id: string }): Promise<{ deleted: true }> {
  requirePermission(access, "insights:write");
  const { name } = await getDashboard(deps, access, input);
  await deps.db.transaction().execute(async (tx) => {
    await removeDashboard(tx, access.workspaceId, input.id);
    await recordAudit(tx, access, { action: "dashboards.delete", subject: input.id, details: { name } });
  });
  return { deleted: true };
}
