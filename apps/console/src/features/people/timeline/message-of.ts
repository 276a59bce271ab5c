import type { Channel, Interaction } from "@throughline/contract";

/** What somebody said, and who, when the source tells. */
export type Message = { text: string; author: string | null; subject: string | null };

const spoken = new Set<Channel>(["email", "chat", "phone", "sms", "whatsapp", "social", "review", "support"]);
const textProperties = ["text", "body", "message", "comment", "summary"];

/** The words of an interaction: messages, tickets, reviews, the notes of a call, the comment of a survey. Null for everything else. */
export function messageOf({ kind, channel, name, properties }: Interaction): Message | null {
  if (kind !== "track" || !(spoken.has(channel) || /survey|feedback|comment/i.test(name))) return null;
  const text = textProperties
    .map((property) => properties[property])
    .find((value): value is string => typeof value === "string" && value.trim() !== "");
  if (text === undefined) return null;
  const { author, subject, title } = properties;
  return { text, author: textOr(author), subject: textOr(subject) ?? textOr(title) };
}

const textOr = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
