import { randomUUID } from "node:crypto";
import type { Dashboard, Query, Tile } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { getDashboard } from "./get-dashboard.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { updateDashboard } from "./update-dashboard.ts";

/**
 * Puts a query below the tiles that are there.
 * @throws ProductError `not_found`, `invalid_input` when there are too many tiles, `conflict` when somebody changes the dashboard at the same moment.
 */
export async function addTile(
  deps: DashboardsDeps,
  access: Access,
  { id, title, query }: { id: string; title: string; query: Query },
): Promise<Dashboard> {
  requirePermission(access, "insights:write");
  const dashboard = await getDashboard(deps, access, { id });
  const below = Math.max(0, ...dashboard.tiles.map((tile) => tile.y + tile.h));
  const tile: Tile = { id: randomUUID(), x: 0, y: below, w: 6, h: 4, kind: "query", title, query };
  return updateDashboard(deps, access, {
    id,
    name: dashboard.name,
    description: dashboard.description,
    tiles: [...dashboard.tiles, tile],
    filters: dashboard.filters,
    updatedAt: dashboard.updatedAt,
  });
}
