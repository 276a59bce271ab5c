import { checkPredicate, dashboardColumns, mostTiles, ProductError, type FieldIssue } from "@throughline/contract";
import type { DashboardValues } from "./dashboards.store.ts";
import { readSavedQueries, type Db } from "./saved-queries.store.ts";

/**
 * What a schema cannot see: tiles beyond the edge, two of one id, saved queries that this workspace does not have, a filter that is too deep or too large.
 * @throws ProductError `invalid_input` with everything that is wrong.
 */
export async function checkDashboard(db: Db, workspaceId: string, { tiles, filters }: DashboardValues): Promise<void> {
  const wanted = tiles.flatMap((tile) => (tile.kind === "saved" ? [tile.savedQuery] : []));
  const known = new Set(wanted.length === 0 ? [] : (await readSavedQueries(db, workspaceId, wanted)).map(({ id }) => id));
  const issues: FieldIssue[] = filters.where ? checkPredicate(filters.where, "event", "filters.where") : [];
  if (tiles.length > mostTiles) issues.push({ field: "tiles", message: `are ${tiles.length}`, accepted: `at most ${mostTiles}` });
  const ids = new Set<string>();
  tiles.forEach((tile, index) => {
    if (tile.x + tile.w > dashboardColumns)
      issues.push({ field: `tiles[${index}].w`, message: "reaches beyond the edge", accepted: `x + w of at most ${dashboardColumns}` });
    if (ids.has(tile.id))
      issues.push({ field: `tiles[${index}].id`, message: "is the id of another tile too", accepted: "an id of its own" });
    ids.add(tile.id);
    if (tile.kind === "saved" && !known.has(tile.savedQuery))
      issues.push({ field: `tiles[${index}].savedQuery`, message: "is not a saved query of this workspace" });
  });
  if (issues.length > 0)
    throw new ProductError("invalid_input", `The dashboard cannot be kept: ${issues[0]?.field} ${issues[0]?.message}.`, { issues });
}
