import type { AlertReading } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { AlertsDeps } from "./alerts-deps.ts";
import { readTimezone } from "./alerts.store.ts";
import { judge } from "./judge.ts";
import { checkWatched, readFigure, type Ask, type Watched } from "./read-figure.ts";

/**
 * What an alert finds now. Nothing is kept.
 * @throws ProductError `invalid_input`, and what a query throws.
 */
export async function previewAlert(
  deps: Pick<AlertsDeps, "db" | "now" | "runQuery">,
  access: Access,
  watched: Watched,
): Promise<AlertReading> {
  requirePermission(access, "insights:read");
  checkWatched(watched);
  const timezone = await readTimezone(deps.db, access.workspaceId);
  const ask = ((query) => deps.runQuery(access, query)) as Ask;
  return judge(await readFigure(ask, watched, { nowMs: deps.now(), timezone }), watched.condition);
}
