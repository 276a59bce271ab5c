import type { Alert } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { noSuchAlert, type AlertsDeps } from "./alerts-deps.ts";
import { findAlert } from "./alerts.store.ts";
import { shownAlert } from "./shown-alert.ts";

/** @throws ProductError `not_found`. */
export async function getAlert(deps: Pick<AlertsDeps, "db">, access: Access, input: { id: string }): Promise<Alert> {
  requirePermission(access, "insights:read");
  const alert = await findAlert(deps.db, access.workspaceId, input.id);
  if (!alert) throw noSuchAlert();
  return shownAlert(alert, access);
}
