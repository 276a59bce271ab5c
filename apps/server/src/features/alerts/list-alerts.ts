import type { Alert } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { AlertsDeps } from "./alerts-deps.ts";
import { readAlerts } from "./alerts.store.ts";
import { shownAlert } from "./shown-alert.ts";

export async function listAlerts(deps: Pick<AlertsDeps, "db">, access: Access): Promise<{ items: Alert[] }> {
  requirePermission(access, "insights:read");
  return { items: (await readAlerts(deps.db, access.workspaceId)).map((alert) => shownAlert(alert, access)) };
}
