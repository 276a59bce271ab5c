import { z } from "zod";
import { personId } from "../api/base.ts";
import { ruleNameSchema } from "./rules.ts";
import { touchSchema, triedTouchSchema } from "./touch.ts";

/**
 * `now`: do it. `later`: ask again then. `no`: not this one. `task`: a person decides, and asks with `decidedBy: "person"`. `approval`: automation does it once a
 * person approved, and asks with `decidedBy: "approved"`.
 */
export const arbiterAnswers = ["now", "later", "no", "task", "approval"] as const;
export const arbiterAnswerSchema = z.enum(arbiterAnswers);
export type ArbiterAnswer = z.infer<typeof arbiterAnswerSchema>;

/** What one rule says. `wait` ends at `until`; of a `deny`, `until` is when it ends by itself, where that is known. */
export const verdictSchema = z.object({
  rule: ruleNameSchema,
  verdict: z.enum(["allow", "wait", "deny", "approval", "person"]),
  sentence: z.string(),
  evidence: z.record(z.string(), z.unknown()),
  until: z.string().nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What came of a touch that was allowed. `failed` and `cancelled` give the person's attention back. */
export const touchOutcomes = ["sent", "failed", "unknown", "cancelled"] as const;
export const touchOutcomeSchema = z.enum(touchOutcomes);
export type TouchOutcome = z.infer<typeof touchOutcomeSchema>;

const answered = {
  answer: arbiterAnswerSchema,
  at: z.string().nullable().describe("When: for `now` the moment of asking, for `later` the first moment at which it could be allowed"),
  rule: ruleNameSchema.nullable().describe("The rule that decided; null for `now`"),
  reason: z.string(),
  verdicts: z.array(verdictSchema),
  worth: z.number().describe("priority × value, by which it competes with other touches and with nothing"),
};

export const decisionSchema = z.object({
  id: z.uuid(),
  touch: touchSchema,
  personId,
  decidedAt: z.string(),
  attempt: z.number().int().describe("How often this touch was decided: 1 for the first time"),
  ...answered,
  outcome: z.object({ outcome: touchOutcomeSchema, at: z.string(), note: z.string().nullable() }).nullable(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** A decision in a list about many people. */
export const listedDecisionSchema = decisionSchema.extend({
  person: z
    .object({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), userId: z.string().nullable() })
    .nullable()
    .describe("null: they are deleted"),
});
export type ListedDecision = z.infer<typeof listedDecisionSchema>;

export const simulationSchema = z.object({
  touch: triedTouchSchema,
  personId,
  asOf: z.string(),
  timezone: z.string(),
  timezoneFrom: z.enum(["person", "workspace"]),
  localTime: z.string().describe("ISO 8601 with the offset of the person's time zone"),
  ...answered,
});
export type Simulation = z.infer<typeof simulationSchema>;

const counted = { touches: z.number().int(), people: z.number().int() };
/** What was asked in a range of time. Each touch counts once, with its last answer. */
export const arbiterReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  timezone: z.string(),
  asked: z.object(counted),
  held: z.object(counted).describe("Those not allowed at once"),
  answers: z.array(z.object({ answer: arbiterAnswerSchema, ...counted })),
  rules: z.array(
    z.object({ rule: ruleNameSchema, ...counted, alone: z.number().int().describe("Touches that this rule alone held back") }),
  ),
  kinds: z.array(z.object({ kind: touchSchema.shape.kind, ...counted, held: z.object(counted) })),
  days: z.array(z.object({ day: z.string(), ...counted, held: z.object(counted) })),
  flows: z
    .array(z.object({ flow: z.string().nullable(), ...counted, held: z.object(counted) }))
    .describe("The twenty with the most touches"),
});
export type ArbiterReport = z.infer<typeof arbiterReportSchema>;
