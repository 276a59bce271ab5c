import { ProductError, type Dashboard } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { findDashboard } from "./dashboards.store.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { readSavedQueries } from "./saved-queries.store.ts";

/** @throws ProductError `not_found`. */
export async function getDashboard(deps: DashboardsDeps, access: Access, input: { id: string }): Promise<Dashboard> {
  requirePermission(access, "insights:read");
  const dashboard = await findDashboard(deps.db, access.workspaceId, input.id);
  if (!dashboard) throw new ProductError("not_found", "There is no such dashboard in this workspace.");
  const shown = dashboard.tiles.flatMap((tile) => (tile.kind === "saved" ? [tile.savedQuery] : []));
  return { ...dashboard, savedQueries: shown.length === 0 ? [] : await readSavedQueries(deps.db, access.workspaceId, shown) };
}
