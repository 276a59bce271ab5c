import { z } from "zod";
import {
  instanceStripSchema,
  instanceSummarySchema,
  journeyKpisSchema,
  journeyMapSchema,
  journeyNewsSchema,
  journeySummarySchema,
  outcomes,
  seamSchema,
} from "../journey/figures.ts";
import { journeyDefinitionSchema, journeyKey } from "../journey/definition.ts";
import { answerMetaSchema } from "../query/answer.ts";
import { cellSchema } from "../query/cell.ts";
import { isoTime, pageInput, pageOf, route } from "./base.ts";
import { personSummarySchema } from "./people.ts";

export const journeySchema = journeyDefinitionSchema.extend({
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string().nullable(),
});
export type Journey = z.infer<typeof journeySchema>;
export const journeyTemplateSchema = z.object({
  key: z.string(),
  definition: journeyDefinitionSchema,
  missing: z.array(z.string()).describe("Names of interactions that this workspace has never received"),
});
export type JourneyTemplate = z.infer<typeof journeyTemplateSchema>;

const one = z.object({ key: journeyKey });
const moment = z.union([z.iso.date(), isoTime]);
/** As in a query's range: dates are days of the workspace's zone and `to` includes its day; `last` is 24h, 30d, 12w or 3m, up to now. Without any: the last 30 days. */
export const journeyRange = z.object({
  from: moment.optional(),
  to: moment.optional(),
  last: z
    .string()
    .regex(/^\d{1,4}[hdwm]$/, "a number and h, d, w or m, such as 30d")
    .optional(),
});
const revision = z
  .string()
  .describe("Changes whenever the answer may have changed: ask for it (`/journeys/{key}/revision`, cheap) and read again when it differs");
const meta = z.object({ ...answerMetaSchema.shape, revision });
const tags = ["Journeys"];

export const journeysContract = {
  list: route
    .route({ method: "GET", path: "/journeys", summary: "List journeys", tags })
    .output(z.object({ items: z.array(journeySchema) })),
  overview: route
    .route({ method: "GET", path: "/journeys/overview", summary: "How every journey goes, in short", tags })
    .input(journeyRange)
    .output(z.object({ items: z.array(journeySummarySchema) })),
  templates: route
    .route({ method: "GET", path: "/journeys/templates", summary: "Journeys to begin with", tags })
    .output(z.object({ items: z.array(journeyTemplateSchema) })),
  create: route
    .route({ method: "POST", path: "/journeys", summary: "Create a journey", tags, successStatus: 201 })
    .input(journeyDefinitionSchema)
    .output(journeySchema),
  get: route.route({ method: "GET", path: "/journeys/{key}", summary: "Get a journey", tags }).input(one).output(journeySchema),
  update: route
    .route({ method: "PUT", path: "/journeys/{key}", summary: "Change a journey", tags })
    .input(
      journeyDefinitionSchema.extend({
        updatedAt: isoTime.optional().describe("The version that was edited: answers `conflict` when somebody changed it since"),
      }),
    )
    .output(journeySchema),
  delete: route
    .route({ method: "DELETE", path: "/journeys/{key}", summary: "Delete a journey's definition", tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  revision: route
    .route({ method: "GET", path: "/journeys/{key}/revision", summary: "Whether anything may have changed", tags })
    .input(one)
    .output(z.object({ revision })),
  map: route
    .route({ method: "GET", path: "/journeys/{key}/map", summary: "The live map", tags })
    .input(one.extend(journeyRange.shape))
    .output(journeyMapSchema.extend(meta.shape)),
  preview: route
    .route({ method: "POST", path: "/journeys/preview", summary: "The map of a definition that is not saved", tags })
    .input(z.object({ definition: journeyDefinitionSchema }).extend(journeyRange.shape))
    .output(journeyMapSchema.extend(meta.shape)),
  kpis: route
    .route({ method: "GET", path: "/journeys/{key}/kpis", summary: "The figures of a journey, their trend and target", tags })
    .input(one.extend(journeyRange.shape).extend({ interval: z.enum(["day", "week", "month"]).default("week") }))
    .output(journeyKpisSchema.extend(meta.shape)),
  seams: route
    .route({ method: "GET", path: "/journeys/{key}/seams", summary: "Hand-offs inside a journey, the most harmful first", tags })
    .input(one.extend(journeyRange.shape))
    .output(z.object({ items: z.array(seamSchema) }).extend(meta.shape)),
  setSeam: route
    .route({ method: "PUT", path: "/journeys/{key}/seams/{seam}", summary: "Say who answers for a hand-off", tags })
    .input(
      one.extend({
        seam: z.string().min(1).max(200),
        owner: z.string().trim().max(100).nullable(),
        note: z.string().max(2000).default(""),
      }),
    )
    .output(z.object({ seam: z.string(), owner: z.string().nullable(), note: z.string() })),
  news: route
    .route({ method: "GET", path: "/journeys/{key}/news", summary: "What differs from the journey's own norm", tags })
    .input(
      one.extend({
        days: z.coerce.number().int().min(1).max(14).default(7),
        to: z.iso.date().optional().describe("The last day looked at; yesterday unless told"),
      }),
    )
    .output(journeyNewsSchema.extend(meta.shape)),
  people: route
    .route({ method: "POST", path: "/journeys/{key}/people", summary: "The people behind one number of the map", tags })
    .input(one.extend(journeyRange.shape).extend(pageInput.shape).extend({ cell: cellSchema }))
    .output(z.object({ items: z.array(personSummarySchema), next: z.string().nullable(), total: z.number().int() })),
  instances: route
    .route({
      method: "GET",
      path: "/journeys/{key}/instances",
      summary: "Instances that were under way in the range, the latest first",
      tags,
    })
    .input(
      one
        .extend(journeyRange.shape)
        .extend(pageInput.shape)
        .extend({
          stage: z.string().max(100).optional().describe("Where they are, or were when they ended"),
          outcome: z.enum(outcomes).optional(),
          failure: z.string().max(100).optional(),
          person: z.string().optional(),
        }),
    )
    .output(pageOf(instanceSummarySchema).extend({ total: z.number().int() })),
  instance: route
    .route({ method: "GET", path: "/journeys/{key}/instances/{instance}", summary: "One instance as a strip of what happened", tags })
    .input(one.extend({ instance: z.string().max(60) }))
    .output(instanceStripSchema),
};
