import { enhancedStatus, isGone } from "../sending/smtp.ts";
import { messageIdIn, type Told } from "./told.ts";

const longestReport = 1_000_000;

/**
 * A mail that a mail server sent about mail of ours that it could not deliver (RFC 3464, `multipart/report; report-type=delivery-status`). Which of our messages it is stands in the headers
 * that it gives back. What is only delayed, and what is no report, tells nothing.
 */
export function readDeliveryReport(mail: string): Told[] {
  const source = mail.slice(0, longestReport).replaceAll("\r\n", "\n");
  if (!/^content-type:\s*message\/delivery-status/im.test(source)) return [];
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, "im")
      .exec(source)?.[1]
      ?.replaceAll(/\n[ \t]+/g, " ")
      .trim() ?? "";
  const action = field("Action").toLowerCase();
  // The report has a Message-ID of its own: ours is the one that we made.
  const messageId = [...source.matchAll(/^(?:message-id|original-envelope-id|x-original-message-id):[ \t]*(?:\n[ \t]+)?(.*)$/gim)]
    .map(([, value]) => messageIdIn(value))
    .find((id) => id !== null);
  if (messageId === undefined || messageId === null) return [];
  if (action === "delivered" || action === "relayed") return [{ messageId, feedback: { kind: "delivered" }, at: null }];
  if (action !== "failed") return [];
  const status = enhancedStatus(field("Status"));
  const reason = field("Diagnostic-Code") || field("Status") || "It could not be delivered.";
  return [{ messageId, feedback: { kind: "bounced", bounce: isGone(status) ? "hard" : "soft", reason: reason.slice(0, 500) }, at: null }];
}
