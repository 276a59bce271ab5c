import { z } from "zod";

/** Where an interaction happened. Sources may state it in `context.channel`; otherwise it is derived. */
export const channels = [
  "web",
  "mobile",
  "server",
  "email",
  "chat",
  "phone",
  "sms",
  "whatsapp",
  "social",
  "review",
  "support",
  "billing",
  "in_app",
] as const;
export const channelSchema = z.enum(channels);
export type Channel = z.infer<typeof channelSchema>;

/** Who acted. */
export const actors = ["customer", "agent", "bot", "system"] as const;
export const actorSchema = z.enum(actors);
export type Actor = z.infer<typeof actorSchema>;

/** What sort of entry on the timeline it is. */
export const kinds = ["track", "page", "screen", "identify", "group", "alias"] as const;
export const kindSchema = z.enum(kinds);
export type Kind = z.infer<typeof kindSchema>;

/** One entry of a timeline, as the API gives it. Times are ISO 8601 in UTC. */
export const interactionSchema = z.object({
  id: z.string().describe("Stable id, derived from workspace and message id"),
  at: z.string().describe("When it happened, corrected for clock skew"),
  receivedAt: z.string(),
  kind: kindSchema,
  name: z.string(),
  channel: channelSchema,
  actor: actorSchema,
  personId: z.string(),
  accountId: z.string().nullable(),
  sessionId: z.string().nullable(),
  sourceId: z.string(),
  messageId: z.string(),
  properties: z.record(z.string(), z.unknown()),
  context: z.object({
    url: z.string().optional(),
    path: z.string().optional(),
    title: z.string().optional(),
    referrer: z.string().optional(),
    campaign: z.record(z.string(), z.string()).optional(),
    browser: z.string().optional(),
    os: z.string().optional(),
    device: z.string().optional(),
    locale: z.string().optional(),
    timezone: z.string().optional(),
    library: z.string().optional(),
    ip: z.string().optional(),
    bot: z.boolean().optional(),
  }),
});
export type Interaction = z.infer<typeof interactionSchema>;

/** Names given to interactions whose source does not name them. */
export const defaultNames: Record<Exclude<Kind, "track">, string> = {
  page: "Page Viewed",
  screen: "Screen Viewed",
  identify: "Identified",
  group: "Joined Account",
  alias: "Aliased",
};
