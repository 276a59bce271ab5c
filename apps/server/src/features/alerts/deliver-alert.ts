import { OutboundRefused } from "../../platform/http/outbound.ts";
import type { DeliverDeps } from "./alerts-deps.ts";
import { findWaiting, recordAttempt, type Delivery } from "./deliveries.store.ts";
import { writeMail, writeWebhook } from "./write-message.ts";

/** With the growing pauses between them (e^n seconds) some eleven hours. */
const mostAttempts = 11;

/** Trying again is of no use. */
class Hopeless extends Error {}

/**
 * Sends one message about a change of state. It is sent at least once, with the same id each time. What fails is thrown, so that the job is repeated; after the last attempt,
 * or where repeating is of no use, the delivery has failed.
 */
export async function deliverAlert(
  deps: DeliverDeps,
  { workspaceId, deliveryId }: { workspaceId: string; deliveryId: string },
): Promise<void> {
  const delivery = await findWaiting(deps.db, workspaceId, deliveryId);
  if (!delivery) return;
  const record = (state: "waiting" | "sent" | "failed", error: string | null) =>
    recordAttempt(deps.db, workspaceId, deliveryId, { state, error, at: new Date(deps.now()) });
  try {
    await (delivery.channel === "email" ? sendMail(deps, delivery) : callWebhook(deps, delivery));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isLast = error instanceof Hopeless || error instanceof OutboundRefused || delivery.attempts + 1 >= mostAttempts;
    await record(isLast ? "failed" : "waiting", message);
    if (isLast) return;
    throw new Error(`An alert could not be delivered by ${delivery.channel}: ${message}`, { cause: error });
  }
  await record("sent", null);
}

async function sendMail({ mailer, publicUrl }: DeliverDeps, delivery: Delivery): Promise<void> {
  if (!mailer.enabled) throw new Hopeless("No mail server is set (SMTP_URL).");
  if (!(await mailer.send({ to: delivery.target, ...writeMail(delivery, publicUrl) }))) throw new Error("The mail server did not take it.");
}

async function callWebhook({ outbound, publicUrl, now }: DeliverDeps, delivery: Delivery): Promise<void> {
  const { body, headers } = writeWebhook(delivery, { publicUrl, nowMs: now() });
  const { status } = await outbound(delivery.target, { method: "POST", headers, body, maxBytes: 1024 });
  if (status >= 200 && status < 300) return;
  if (status === 410) throw new Hopeless("It answered 410: gone.");
  throw new Error(`It answered ${status}.`);
}
