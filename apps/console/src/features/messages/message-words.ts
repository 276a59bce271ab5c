import type { Message, MessageChannel, MessageState } from "@throughline/contract";
import type { Tone } from "../../ui/chip.tsx";

/** What a state means. Colour only where somebody should look, or where it arrived. */
export const stateWords: Record<MessageState, { label: string; tone: Tone; means: string }> = {
  queued: { label: "Waiting", tone: "neutral", means: "It waits for its turn, or for the next try." },
  sending: { label: "Being sent", tone: "accent", means: "It was given to the provider, which has not answered yet." },
  sent: { label: "Sent", tone: "good", means: "The provider took it." },
  failed: { label: "Failed", tone: "bleed", means: "It was not taken, and is not tried again." },
  unknown: {
    label: "Unknown outcome",
    tone: "warn",
    means: "It was given to the provider, and nobody knows whether it was taken. It is never sent again by itself.",
  },
  cancelled: { label: "Cancelled", tone: "neutral", means: "It was taken back before it was sent." },
};

export const messageChannelWords: Record<MessageChannel, string> = {
  email: "E-mail",
  sms: "SMS",
  push: "Push",
  in_app: "In-app inbox",
  webhook: "Webhook",
};

type Traces = Pick<
  Message,
  "state" | "bouncedAt" | "complainedAt" | "unsubscribedAt" | "clickedAt" | "openedAt" | "deliveredAt" | "dismissedAt"
>;

/** What is known of a message last: where it came back, that counts more than that it was sent. */
export function sayMessage(message: Traces): { label: string; tone: Tone } {
  if (message.complainedAt) return { label: "Marked as spam", tone: "bleed" };
  if (message.bouncedAt) return { label: "Came back", tone: "bleed" };
  if (message.unsubscribedAt) return { label: "Unsubscribed", tone: "bleed" };
  if (message.state !== "sent") return stateWords[message.state];
  if (message.clickedAt) return { label: "Clicked", tone: "good" };
  if (message.dismissedAt) return { label: "Dismissed", tone: "neutral" };
  if (message.openedAt) return { label: "Opened", tone: "good" };
  if (message.deliveredAt) return { label: "Delivered", tone: "good" };
  return stateWords.sent;
}
