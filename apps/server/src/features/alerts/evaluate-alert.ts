import { ProductError } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import { enqueueEvaluation, type AlertsDeps, type Evaluation } from "./alerts-deps.ts";
import { insertEvent } from "./alert-events.store.ts";
import { findAlert, readDueTimes, readTimezone, recordFinding, type Finding, type StoredAlert } from "./alerts.store.ts";
import { insertDelivery, type Channel } from "./deliveries.store.ts";
import { nextDue } from "./next-due.ts";
import { previewAlert } from "./preview-alert.ts";

/**
 * Evaluates an alert at a due time and plans the next one, in one transaction: however often it is repeated, a due time counts once. Does nothing when the alert was changed, switched
 * off or deleted since. What cannot be answered as it is asked makes the alert `failing`; other errors are thrown, for another try.
 */
export async function evaluateAlert(deps: AlertsDeps, { workspaceId, alertId, dueAt }: Evaluation): Promise<void> {
  const alert = await findAlert(deps.db, workspaceId, alertId);
  if (alert?.dueAt !== dueAt) return;
  const finding = await find(deps, alert);
  await deps.db.transaction().execute(async (tx) => {
    const same = await findAlert(tx, workspaceId, alertId, { lock: true });
    if (same?.dueAt !== dueAt || same.updatedAt !== alert.updatedAt) return;
    const now = deps.now();
    const next = new Date(nextDue(alert.schedule, now, await readTimezone(tx, workspaceId)));
    if (isNews(same.state, finding.state)) {
      const eventId = await insertEvent(tx, same, finding, new Date(now));
      for (const address of addressesOf(same)) {
        const deliveryId = await insertDelivery(tx, workspaceId, eventId, address);
        await deps.enqueue("deliver_alert", { workspaceId, deliveryId }, { within: tx });
      }
    }
    await recordFinding(tx, same, finding, { at: new Date(now), dueAt: next });
    await enqueueEvaluation(deps.enqueue, { workspaceId, alertId, dueAt: next.toISOString() }, tx);
  });
}

/** A change of state; that all is well at the first look is no news. */
const isNews = (from: StoredAlert["state"], to: Finding["state"]): boolean => from !== to && !(from === "waiting" && to === "ok");

const addressesOf = ({ deliverTo: { emails, webhook } }: StoredAlert): { channel: Channel; target: string }[] => [
  ...[...new Set(emails)].map((target) => ({ channel: "email" as const, target })),
  ...(webhook === null ? [] : [{ channel: "webhook" as const, target: webhook }]),
];

async function find(deps: AlertsDeps, alert: StoredAlert): Promise<Finding> {
  const access: Access = {
    workspaceId: alert.workspaceId,
    actor: { kind: "system", id: alert.id, name: `Alert ${alert.name}` },
    role: null,
    permissions: new Set(["insights:read", "journeys:read"]),
  };
  try {
    return await previewAlert(deps, access, alert);
  } catch (error) {
    if (!(error instanceof ProductError) || error.code === "unavailable") throw error;
    return { state: "failing", value: null, n: null, reference: null, reason: error.message };
  }
}

/** At a start: every alert has its job, also those that came with a backup. */
export async function planEvaluations(deps: Pick<AlertsDeps, "db" | "enqueue">): Promise<void> {
  for (const evaluation of await readDueTimes(deps.db)) await enqueueEvaluation(deps.enqueue, evaluation);
}
