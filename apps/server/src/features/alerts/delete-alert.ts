import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { AlertsDeps } from "./alerts-deps.ts";
import { removeAlert } from "./alerts.store.ts";
import { getAlert } from "./get-alert.ts";

/** @throws ProductError `not_found`. */
export async function deleteAlert(deps: Pick<AlertsDeps, "db">, access: Access, input: { id: string }): Promise<{ deleted: true }> {
  requirePermission(access, "insights:write");
  const { name } = await getAlert(deps, access, input);
  await deps.db.transaction().execute(async (tx) => {
    await removeAlert(tx, access.workspaceId, input.id);
    await recordAudit(tx, access, { action: "alerts.delete", subject: input.id, details: { name } });
  });
  return { deleted: true };
}
