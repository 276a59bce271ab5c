import { isDeepStrictEqual } from "node:util";
import { ProductError, type Alert } from "@throughline/contract";
import { changedParts } from "../../platform/audit/changed-parts.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { enqueueEvaluation, type AlertsDeps } from "./alerts-deps.ts";
import { readTimezone, replaceAlert, type AlertValues } from "./alerts.store.ts";
import { getAlert } from "./get-alert.ts";
import { firstDue } from "./next-due.ts";
import { checkWatched } from "./read-figure.ts";

/**
 * Changes an alert, which begins anew: it waits until it is evaluated. Its history stays.
 * @throws ProductError `not_found`, `invalid_input`, `conflict` when another version than `updatedAt` is there.
 */
export async function updateAlert(
  deps: AlertsDeps,
  access: Access,
  input: AlertValues & { id: string; updatedAt?: string | undefined },
): Promise<Alert> {
  requirePermission(access, "insights:write");
  const { id, updatedAt: version, ...values } = input;
  const before = await getAlert(deps, access, { id });
  checkWatched(values);
  const { workspaceId, actor } = access;
  await deps.db.transaction().execute(async (tx) => {
    const dueAt = values.enabled ? new Date(firstDue(values.schedule, deps.now(), await readTimezone(tx, workspaceId))) : null;
    if (!(await replaceAlert(tx, workspaceId, id, values, { by: actor.name, dueAt, version })))
      throw new ProductError("conflict", `${before.name} was changed by ${before.updatedBy} at ${before.updatedAt}, after you opened it.`);
    // Where it is sent to may hold addresses that are secrets: only that it changed.
    const details = changedParts(before, values, ["name", "description", "query", "watch", "condition", "schedule", "enabled"]);
    const changed = isDeepStrictEqual(before.deliverTo, values.deliverTo) ? [] : ["deliverTo"];
    await recordAudit(tx, access, { action: "alerts.update", subject: id, details: { name: values.name, ...details, changed } });
    if (dueAt) await enqueueEvaluation(deps.enqueue, { workspaceId, alertId: id, dueAt: dueAt.toISOString() }, tx);
  });
  return getAlert(deps, access, { id });
}
