import type { Feedback } from "../public/feedback.ts";

/** What became of one message of ours. */
export type Told = { messageId: string; feedback: Feedback; at: Date | null };
/** The id of our message in a Message-ID that we made. */
export const messageIdIn = (text: unknown): string | null =>
  typeof text === "string"
    ? (/<?([0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@/i.exec(text)?.[1]?.toLowerCase() ?? null)
    : null;
