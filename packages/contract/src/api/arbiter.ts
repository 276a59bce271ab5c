import { z } from "zod";
import {
  arbiterReportSchema,
  arbiterAnswerSchema,
  decisionSchema,
  listedDecisionSchema,
  touchOutcomeSchema,
  simulationSchema,
} from "../arbiter/decision.ts";
import { arbiterRulesSchema, ruleNameSchema } from "../arbiter/rules.ts";
import { touchKindSchema, touchSchema, triedTouchSchema } from "../arbiter/touch.ts";
import { isoMoment, isoTime, pageInput, pageOf, personId, route } from "./base.ts";

const tags = ["Arbiter"];
const one = z.object({ id: touchSchema.shape.id });
/** What a report is about. */
const reported = {
  from: isoMoment.optional().describe("28 days before the end, unless told"),
  to: isoMoment.optional().describe("Now, unless told; not included"),
  flow: z.string().max(100).optional().describe("Empty: what belongs to no flow"),
  kind: touchKindSchema.optional(),
  rule: ruleNameSchema.optional().describe("Only what this rule held back"),
};

export const arbiterRulesStateSchema = z.object({
  rules: arbiterRulesSchema,
  version: z.number().int().describe("0: nobody changed them yet"),
  updatedAt: z.string().nullable(),
  updatedBy: z.string().nullable(),
});
export type ArbiterRulesState = z.infer<typeof arbiterRulesStateSchema>;

export const arbiterContract = {
  decide: route
    .route({ method: "POST", path: "/touches/decide", summary: "Ask whether a touch may reach a person now; the answer is kept", tags })
    .input(touchSchema)
    .output(decisionSchema),
  arbitrate: route
    .route({
      method: "POST",
      path: "/touches/arbitrate",
      summary:
        "Ask about touches that compete for one person: the one worth most is decided first, and what it takes of the budget is taken",
      tags,
    })
    .input(z.object({ touches: z.array(touchSchema).min(1).max(20) }))
    .output(z.object({ decisions: z.array(decisionSchema).describe("In the order of their worth") })),
  simulate: route
    .route({ method: "POST", path: "/touches/simulate", summary: "Try a touch on a person at a time; nothing is kept", tags })
    .input(
      z.object({
        touch: triedTouchSchema,
        at: isoTime.optional().describe("Now, unless told"),
        rules: arbiterRulesSchema.optional().describe("Tried instead of the rules that hold"),
      }),
    )
    .output(simulationSchema),
  touch: route
    .route({ method: "GET", path: "/touches/{id}", summary: "The decisions about a touch, the latest first", tags })
    .input(one)
    .output(z.object({ items: z.array(decisionSchema) })),
  outcome: route
    .route({ method: "POST", path: "/touches/{id}/outcome", summary: "Tell what came of a touch that was allowed", tags })
    .input(one.extend({ outcome: touchOutcomeSchema, at: isoTime.optional(), note: z.string().trim().max(500).optional() }))
    .output(decisionSchema),
  personDecisions: route
    .route({ method: "GET", path: "/people/{id}/decisions", summary: "What was decided about a person, the latest first", tags })
    .input(
      pageInput.extend({
        id: personId,
        answer: arbiterAnswerSchema.optional(),
        flow: z.string().max(100).optional(),
        kind: touchKindSchema.optional(),
      }),
    )
    .output(pageOf(decisionSchema)),
  report: route
    .route({ method: "GET", path: "/arbiter/report", summary: "What was held back and why", tags })
    .input(z.object(reported))
    .output(arbiterReportSchema),
  decisions: route
    .route({
      method: "GET",
      path: "/arbiter/decisions",
      summary: "What is behind the report: each touch once, with its last answer in the range, the latest first",
      tags,
    })
    .input(
      pageInput.extend({
        ...reported,
        answer: arbiterAnswerSchema.optional(),
        held: z.literal("true").optional().describe("Only those not allowed at once"),
      }),
    )
    .output(pageOf(listedDecisionSchema)),
  rules: route
    .route({ method: "GET", path: "/arbiter/rules", summary: "The rules of the arbiter", tags })
    .output(arbiterRulesStateSchema.extend({ defaults: arbiterRulesSchema })),
  setRules: route
    .route({ method: "PUT", path: "/arbiter/rules", summary: "Change the rules of the arbiter", tags })
    .input(
      z.object({
        rules: arbiterRulesSchema,
        version: z
          .number()
          .int()
          .min(0)
          .optional()
          .describe("The version that was edited: answers `conflict` when somebody changed it since"),
      }),
    )
    .output(arbiterRulesStateSchema),
};
