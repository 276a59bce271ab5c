import type { DashboardSummary } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { readDashboards } from "./dashboards.store.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";

export async function listDashboards(deps: DashboardsDeps, access: Access): Promise<{ items: DashboardSummary[] }> {
  requirePermission(access, "insights:read");
  return { items: await readDashboards(deps.db, access.workspaceId) };
}
