import { ProductError, type Dashboard } from "@throughline/contract";
import { changedParts } from "../../platform/audit/changed-parts.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { checkDashboard } from "./check-dashboard.ts";
import { replaceDashboard, type DashboardValues } from "./dashboards.store.ts";
import { getDashboard } from "./get-dashboard.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";

/** @throws ProductError `not_found`, `invalid_input`, `conflict` when another version than `updatedAt` is there. */
export async function updateDashboard(
  deps: DashboardsDeps,
  access: Access,
  input: DashboardValues & { id: string; updatedAt?: string | undefined },
): Promise<Dashboard> {
  requirePermission(access, "insights:write");
  const { id, updatedAt, ...values } = input;
  const before = await getDashboard(deps, access, { id });
  await deps.db.transaction().execute(async (tx) => {
    await checkDashboard(tx, access.workspaceId, values);
    if (!(await replaceDashboard(tx, access.workspaceId, id, values, { by: access.actor.name, version: updatedAt })))
      throw new ProductError("conflict", `${before.name} was changed by ${before.updatedBy} at ${before.updatedAt}, after you opened it.`);
    await recordAudit(tx, access, {
      action: "dashboards.update",
      subject: id,
      details: { name: values.name, ...changedParts(told(before), told(values), ["name", "description", "tiles", "filters"]) },
    });
  });
  return getDashboard(deps, access, { id });
}

/** What the audit log keeps of a dashboard: its tiles by their titles, in their order. */
const told = ({ name, description, tiles, filters }: DashboardValues) => ({
  name,
  description,
  filters,
  tiles: tiles.map((tile) => (tile.kind === "text" ? "(text)" : (tile.title ?? "(saved query)"))),
});
