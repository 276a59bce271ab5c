import { z } from "zod";
import { durationMs, durationSchema } from "../predicate/duration.ts";
import { stakesLevels, stakesSchema, touchChannelSchema, touchKindSchema, touchPurposeSchema } from "./touch.ts";

/** The rules by name, in the order in which they are shown. None depends on another, so their order changes no answer. */
export const ruleNames = [
  "expiry",
  "worth",
  "consent",
  "reachable",
  "complaint",
  "conversation",
  "score",
  "holdout",
  "quiet_hours",
  "cap",
  "gap",
  "ownership",
] as const;
export const ruleNameSchema = z.enum(ruleNames);
export type RuleName = z.infer<typeof ruleNameSchema>;

const purposes = z.array(touchPurposeSchema).max(4);
const longestWindowDays = 90;
/** A window of time over which the budget looks back. */
const windowSchema = durationSchema.refine((duration) => durationMs(duration) <= longestWindowDays * 86_400_000, {
  error: `at most ${longestWindowDays} days`,
});
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 21:00");

/**
 * `needed`: only with a yes. `unless_refused`: unless they said no. `not_needed`: whatever they said. The answer to the touch's topic goes before that to the
 * class; `trait` names a boolean trait of the person that counts as an answer as long as there is no other.
 */
export const consentRuleSchema = z.strictObject({
  policy: z.enum(["needed", "unless_refused", "not_needed"]),
  purposes: z.array(z.string().min(1).max(64)).max(10).describe("Purposes of consent that stand for the class, such as marketing"),
  trait: z.string().min(1).max(200).nullable().default(null),
});

/** At most `max` touches in any window of this length, counting those that the cap speaks of. */
export const capSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  kinds: z.array(touchKindSchema).min(1).max(5).nullable().default(null).describe("null: every kind together"),
  purposes: purposes.min(1),
  max: z.number().int().min(1).max(1000),
  within: windowSchema,
});
export type Cap = z.infer<typeof capSchema>;

export const owners = ["automation", "approval", "person"] as const;
export const ownerSchema = z.enum(owners);
export type Owner = z.infer<typeof ownerSchema>;

const holdsSchema = z.strictObject({
  holds: purposes.min(1).describe("Purposes that are held back"),
  forgottenAfter: windowSchema.describe("Without news for so long, the matter counts no more"),
});

/** What the arbiter goes by in a workspace. */
export const arbiterRulesSchema = z.strictObject({
  nothing: z.number().min(0).max(1e9).describe("What it is worth to leave somebody alone: priority × value must be more"),
  longestWait: windowSchema.describe("What could not be done for longer than this is not put off but refused"),
  consent: z.strictObject({
    transactional: consentRuleSchema,
    service: consentRuleSchema,
    promotional: consentRuleSchema,
    survey: consentRuleSchema,
  }),
  quietHours: z
    .strictObject({ from: clock, to: clock, channels: z.array(touchChannelSchema).min(1).max(8), purposes: purposes.min(1) })
    .refine(({ from, to }) => from !== to, { path: ["to"], error: "must differ from the beginning" })
    .nullable()
    .describe("By the clock where the person is"),
  caps: z.array(capSchema).max(20),
  gap: z
    .strictObject({ within: windowSchema, purposes: purposes.min(1) })
    .nullable()
    .describe("The shortest time between two touches"),
  complaint: holdsSchema.nullable(),
  conversation: holdsSchema.nullable(),
  score: z
    .strictObject({
      holds: purposes.min(1),
      within: windowSchema,
      atMost: z
        .strictObject({
          nps: z.number().min(0).max(10),
          csat: z.number().min(1).max(5),
          ces: z.number().min(1).max(7),
          review: z.number().min(1).max(5),
        })
        .partial()
        .describe("Scores up to here are bad"),
    })
    .nullable(),
  holdout: z.strictObject({
    share: z.number().min(0).max(0.5).describe("Left alone by everything"),
    flowShare: z.number().min(0).max(0.5).describe("Left alone by a flow, drawn for each flow anew"),
    purposes,
  }),
  ownership: z.strictObject({
    tierTrait: z.string().min(1).max(200).describe("The trait of an account that names its tier"),
    classes: z
      .array(
        z.strictObject({
          stakes: z.array(stakesSchema).min(1).max(stakesLevels.length),
          tiers: z.array(z.string().min(1).max(100)).min(1).max(50).nullable().describe("null: every tier, and those without an account"),
          owner: ownerSchema,
        }),
      )
      .max(50)
      .describe("The first that fits holds; what fits none is automation's"),
  }),
  keepDays: z.number().int().min(longestWindowDays).max(3650).describe("How long decisions are kept"),
});
export type ArbiterRules = z.infer<typeof arbiterRulesSchema>;

const days = (value: number) => ({ value, unit: "day" }) as const;
const reaching = ["service", "promotional", "survey"] as const;

/** What holds until somebody of the workspace says otherwise. */
export const defaultArbiterRules: ArbiterRules = {
  nothing: 0,
  longestWait: days(7),
  consent: {
    transactional: { policy: "not_needed", purposes: [], trait: null },
    service: { policy: "unless_refused", purposes: ["service"], trait: null },
    promotional: { policy: "needed", purposes: ["marketing"], trait: "marketingConsent" },
    survey: { policy: "unless_refused", purposes: ["surveys"], trait: null },
  },
  quietHours: { from: "21:00", to: "08:00", channels: ["email", "sms", "push", "whatsapp", "phone"], purposes: [...reaching] },
  caps: [
    { name: "Everything in a day", kinds: null, purposes: [...reaching], max: 3, within: days(1) },
    { name: "Everything in a week", kinds: null, purposes: [...reaching], max: 6, within: days(7) },
    { name: "Promotion", kinds: null, purposes: ["promotional"], max: 2, within: days(7) },
    { name: "Surveys", kinds: ["survey"], purposes: ["service", "survey"], max: 1, within: days(30) },
    { name: "Guides in a day", kinds: ["guide"], purposes: [...reaching], max: 2, within: days(1) },
  ],
  gap: { within: { value: 4, unit: "hour" }, purposes: [...reaching] },
  complaint: { holds: ["promotional", "survey"], forgottenAfter: days(30) },
  conversation: { holds: ["promotional", "survey"], forgottenAfter: days(14) },
  score: { holds: ["promotional", "survey"], within: days(14), atMost: { nps: 6, csat: 2, ces: 3, review: 2 } },
  holdout: { share: 0.1, flowShare: 0.1, purposes: [...reaching] },
  ownership: {
    tierTrait: "tier",
    classes: [
      { stakes: ["high"], tiers: ["enterprise"], owner: "person" },
      { stakes: ["high"], tiers: null, owner: "approval" },
      { stakes: ["medium"], tiers: ["enterprise"], owner: "approval" },
    ],
  },
  keepDays: 400,
};
