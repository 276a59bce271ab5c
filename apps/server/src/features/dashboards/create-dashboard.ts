import type { Dashboard } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { checkDashboard } from "./check-dashboard.ts";
import { insertDashboard, type DashboardValues } from "./dashboards.store.ts";
import { getDashboard } from "./get-dashboard.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";

/** @throws ProductError `invalid_input`. */
export async function createDashboard(deps: DashboardsDeps, access: Access, input: DashboardValues): Promise<Dashboard> {
  requirePermission(access, "insights:write");
  const id = await deps.db.transaction().execute(async (tx) => {
    await checkDashboard(tx, access.workspaceId, input);
    const created = await insertDashboard(tx, access.workspaceId, input, access.actor.name);
    await recordAudit(tx, access, { action: "dashboards.create", subject: created, details: { name: input.name } });
    return created;
  });
  return getDashboard(deps, access, { id });
}
