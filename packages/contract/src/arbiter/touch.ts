import { z } from "zod";

/** What sort of thing reaches the customer. A `task` is work for one of us that ends at the customer, a `call` is one. */
export const touchKinds = ["message", "survey", "guide", "call", "task"] as const;
export const touchKindSchema = z.enum(touchKinds);
export type TouchKind = z.infer<typeof touchKindSchema>;

/**
 * What it is for, in the customer's eyes. `transactional`: they wait for it (a receipt, a password, an outage). `service`: it helps them with what they are at.
 * `promotional`: it serves us more than them. `survey`: it asks them something.
 */
export const touchPurposes = ["transactional", "service", "promotional", "survey"] as const;
export const touchPurposeSchema = z.enum(touchPurposes);
export type TouchPurpose = z.infer<typeof touchPurposeSchema>;

export const touchChannels = ["email", "sms", "push", "whatsapp", "in_app", "chat", "phone", "webhook"] as const;
export const touchChannelSchema = z.enum(touchChannels);
export type TouchChannel = z.infer<typeof touchChannelSchema>;

/** What a wrong decision would cost. */
export const stakesLevels = ["low", "medium", "high"] as const;
export const stakesSchema = z.enum(stakesLevels);
export type Stakes = z.infer<typeof stakesSchema>;

/** Who has decided so far that it is to be done: with `approved` and `person` the rule of ownership is satisfied. */
export const deciders = ["automation", "approved", "person"] as const;

const touchShape = {
  person: z
    .string()
    .max(400)
    .regex(/^(p_[0-7][0-9a-f]{15}|(userId|anonymousId|email|phone|social):.+)$/s, {
      error: "a person id such as p_0123456789abcdef, or an identifier such as userId:42",
    }),
  kind: touchKindSchema,
  purpose: touchPurposeSchema,
  topic: z
    .string()
    .trim()
    .min(1)
    .max(64)
    .optional()
    .describe("What it is about, such as product-news: consent may be given or refused for it"),
  channel: touchChannelSchema,
  priority: z.number().int().min(1).max(10).default(5),
  value: z.number().min(0).max(1e9).default(1).describe("What it is worth if it arrives, in a unit of the workspace's own"),
  expires: z.iso.datetime({ offset: true }).optional().describe("From then on it is of no use"),
  stakes: stakesSchema.default("low"),
  flow: z.string().trim().min(1).max(100).optional().describe("The flow that it is a part of: it has a holdout of its own"),
  title: z.string().trim().min(1).max(200).optional().describe("What it is, for people who read the decision"),
  source: z.string().trim().min(1).max(200).optional().describe("Where it comes from, in the asker's own words"),
};

/** One thing that wants to reach a customer. */
export const touchSchema = z.strictObject({
  id: z
    .string()
    .max(200)
    .regex(/^[\x21-\x2e\x30-\x7e]+$/, "letters, digits and signs without spaces and /")
    .describe("Yours: asked again under the same id, the same touch is meant, and it is never decided twice"),
  ...touchShape,
  decidedBy: z.enum(deciders).default("automation").describe("`approved` once a person approved it, `person` when a person decided it"),
});
export type Touch = z.infer<typeof touchSchema>;

/** A touch to be tried: it needs no id. */
export const triedTouchSchema = z.strictObject({ ...touchShape, decidedBy: touchSchema.shape.decidedBy });
