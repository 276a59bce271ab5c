import { randomBytes } from "node:crypto";
import type { Alert } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { enqueueEvaluation, type AlertsDeps } from "./alerts-deps.ts";
import { insertAlert, readTimezone, type AlertValues } from "./alerts.store.ts";
import { getAlert } from "./get-alert.ts";
import { firstDue } from "./next-due.ts";
import { checkWatched } from "./read-figure.ts";

/** In the form of https://www.standardwebhooks.com. */
const newSecret = (): string => `whsec_${randomBytes(24).toString("base64")}`;

/** @throws ProductError `invalid_input`. */
export async function createAlert(deps: AlertsDeps, access: Access, input: AlertValues): Promise<Alert> {
  requirePermission(access, "insights:write");
  checkWatched(input);
  const { workspaceId, actor } = access;
  const id = await deps.db.transaction().execute(async (tx) => {
    const dueAt = input.enabled ? new Date(firstDue(input.schedule, deps.now(), await readTimezone(tx, workspaceId))) : null;
    const created = await insertAlert(tx, workspaceId, input, { owner: actor.name, secret: newSecret(), dueAt });
    await recordAudit(tx, access, { action: "alerts.create", subject: created, details: { name: input.name } });
    if (dueAt) await enqueueEvaluation(deps.enqueue, { workspaceId, alertId: created, dueAt: dueAt.toISOString() }, tx);
    return created;
  });
  return getAlert(deps, access, { id });
}
