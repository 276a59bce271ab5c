import { z } from "zod";
import { isoTime, personId, route } from "./base.ts";

/**
 * Names of the interactions that tell of friction, as the browser SDK sends them (and the other sources that know such a thing). What each one means, and the
 * statistics below, are declared in docs/friction.md.
 */
export const frictionSignals = [
  "Rage Click",
  "Dead Click",
  "Error Click",
  "U-Turn",
  "Page Loop",
  "Form Abandoned",
  "Error Shown",
  "Uncaught Error",
  "Request Failed",
  "Slow Page",
] as const;
export const frictionSignalSchema = z.enum(frictionSignals);
export type FrictionSignal = z.infer<typeof frictionSignalSchema>;

export const frictionOutcomes = ["any", "ticket", "abandonment"] as const;
export const frictionViews = ["element", "page", "signal"] as const;

/** Difference of two shares (−1…1) between sessions with the signal and matched ones without, with a 95 % interval. */
export const liftSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  with: z.number().describe("Share of the sessions with the signal that ended badly"),
  without: z.number().describe("The same of the matched sessions without it"),
  n: z.number().int().describe("Sessions with the signal that found a match"),
  controls: z.number().int().describe("Sessions without it that they were compared with"),
  enough: z.boolean().describe("False: too few sessions to say anything; do not rank by it"),
});
export type Lift = z.infer<typeof liftSchema>;

export const frictionRowSchema = z.object({
  element: z.string().nullable().describe("What the element is called; null for signals of a whole page, and by page or signal"),
  page: z.string().nullable().describe("Path, identifiers as :id; null by signal"),
  signals: z.array(z.object({ signal: frictionSignalSchema, sessions: z.number().int() })),
  sessions: z.number().int().describe("Sessions hit"),
  people: z.number().int(),
  occurrences: z.number().int(),
  lift: liftSchema.nullable().describe("Over the whole range; null where no session could be matched"),
  earlier: liftSchema.nullable().describe("Before `heldOutFrom`"),
  heldOut: liftSchema.nullable().describe("From `heldOutFrom` on"),
  holds: z.boolean().nullable().describe("Whether what the earlier part said came again in the held-out part; null: too little to tell"),
  harm: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable().describe("Sessions hit × lift"),
  byDefinition: z
    .boolean()
    .describe(
      "To leave, or to go on, is part of what these signals mean: with outcome any, help sought alone counts; with abandonment the lift proves nothing",
    ),
  trend: z.array(z.number().int()).describe("Sessions hit per day of the range (UTC)"),
});
export type FrictionRow = z.infer<typeof frictionRowSchema>;

const scope = z.object({
  from: isoTime.optional().describe("30 days before `to` unless told"),
  to: isoTime.optional().describe("Not included; now unless told"),
  outcome: z.enum(frictionOutcomes).default("any").describe("What counts as having ended badly"),
});

const counted = z.object({ value: z.string(), sessions: z.number().int() });

export const frictionContract = {
  rank: route
    .route({ method: "GET", path: "/friction", summary: "Where people get stuck, by the harm it does", tags: ["Insights"] })
    .input(
      scope.extend({
        by: z.enum(frictionViews).default("element"),
        signal: frictionSignalSchema.optional(),
        search: z.string().max(200).optional().describe("Part of an element's name or a path"),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        from: z.string(),
        to: z.string(),
        heldOutFrom: z.string(),
        rows: z.array(frictionRowSchema).describe("The most harm first; those too few to judge after them, by sessions hit"),
        left: z.number().int().describe("Rows beyond the limit"),
        sessions: z.number().int().describe("Sessions in the range"),
        hit: z.number().int().describe("Of them, sessions with any signal"),
        bySignal: z.array(z.object({ signal: frictionSignalSchema, sessions: z.number().int() })),
        tookMs: z.number(),
      }),
    ),
  one: route
    .route({ method: "GET", path: "/friction/one", summary: "One place of friction: when, where, who", tags: ["Insights"] })
    .input(
      scope.extend({
        element: z.string().max(200).optional(),
        page: z.string().max(1000).optional(),
        signal: frictionSignalSchema.optional(),
      }),
    )
    .output(
      z.object({
        row: frictionRowSchema.nullable(),
        days: z.array(z.object({ day: z.string(), sessions: z.number().int(), occurrences: z.number().int() })),
        pages: z.array(counted),
        browsers: z.array(counted),
        devices: z.array(counted),
        details: z.array(counted).describe("What was said: messages of errors, the field last touched"),
        people: z
          .array(
            z.object({
              id: personId,
              name: z.string().nullable(),
              email: z.string().nullable(),
              known: z.boolean(),
              sessions: z.number().int(),
              lastAt: z.string(),
            }),
          )
          .describe("Those hit most often; empty without the permission people:read"),
        examples: z.array(
          z.object({
            person: personId,
            name: z.string().nullable(),
            at: z.string(),
            signals: z.array(frictionSignalSchema),
            device: z.string(),
            browser: z.string(),
            ticket: z.boolean(),
            abandoned: z.boolean(),
          }),
        ),
      }),
    ),
};
