import { z } from "zod";
import { flowDefinitionSchema } from "../flow/definition.ts";
import { flowDifferenceSchema, flowIssueSchema, flowReportSchema, flowSimulationSchema } from "../flow/report.ts";
import { entryRefusalSchema, flowRunDetailsSchema, flowRunSchema, runStateSchema } from "../flow/run.ts";
import { stepIdSchema } from "../flow/steps.ts";
import { predicateSchema } from "../predicate/predicate.ts";
import { isoMoment, pageInput, pageOf, personId, route, uuid } from "./base.ts";
import { templatePreviewSchema } from "./messages.ts";

const tags = ["Flows"];
const name = z.string().trim().min(1, "must not be empty").max(200);
const description = z.string().trim().max(2000);
const one = z.object({ key: z.string().min(1).max(100) });
const version = z.number().int().min(1);

/** `draft`: never published. `preparing`: what its predicates ask about the past is being read, then it is live. `paused`: nobody comes in, and runs stand still. `stopped`: nobody comes in, runs go on to their end. */
export const flowStates = ["draft", "preparing", "live", "paused", "stopped"] as const;
export const flowStateSchema = z.enum(flowStates);
export type FlowState = z.infer<typeof flowStateSchema>;

export const flowSummarySchema = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  state: flowStateSchema,
  stoppedBecause: z.string().nullable(),
  version: version.nullable().describe("The published one"),
  hasChanges: z.boolean().describe("The draft differs from what is published"),
  trigger: z.string().describe("In words"),
  goal: z.string().nullable().describe("In words"),
  inside: z.number().int().describe("People in it now"),
  entered: z.number().int().describe("In the last 28 days"),
  reached: z.number().int().describe("Of those, with the goal reached"),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type FlowSummary = z.infer<typeof flowSummarySchema>;

export const flowSchema = flowSummarySchema.extend({
  draft: flowDefinitionSchema,
  published: flowDefinitionSchema.nullable(),
  revision: z.number().int().describe("Of the draft; grows with each change"),
  progress: z.number().nullable().describe("0 to 1 while it is being prepared"),
});
export type Flow = z.infer<typeof flowSchema>;

export const flowVersionSchema = z.object({
  version,
  publishedAt: z.string(),
  publishedBy: z.string(),
  note: z.string(),
  runs: z.number().int().describe("Still on this version"),
  definition: flowDefinitionSchema,
});
export type FlowVersion = z.infer<typeof flowVersionSchema>;

export const flowExampleSchema = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  fits: z.boolean().describe("Whether the workspace has the events, segments and journeys that it speaks of"),
  missing: z.array(z.string()),
  definition: flowDefinitionSchema,
});
export type FlowExample = z.infer<typeof flowExampleSchema>;

/** Live numbers of the canvas. */
export const flowCountsSchema = z.object({
  from: z.string(),
  to: z.string(),
  steps: z.record(stepIdSchema, z.object({ arrived: z.number().int(), inside: z.number().int(), failed: z.number().int() })),
  edges: z.array(z.object({ from: z.string(), way: z.string(), to: z.string().nullable(), count: z.number().int() })),
  control: z.number().int().describe("Left alone by a holdout, now"),
});
export type FlowCounts = z.infer<typeof flowCountsSchema>;

/** At most so many failed runs are tried again by one call. */
const mostRetries = 1_000;
export const retriedSchema = z.object({
  tried: z.number().int().describe("Each by itself, so that those before stay done where the connection breaks"),
  failedAgain: z.number().int().describe("Of those; the reason stands with each run"),
  leftOut: z.number().int().describe("Not tried: they are in the flow again by another run, or somebody else was first"),
  left: z.number().int().describe("Failed before and not looked at by this call"),
  before: isoMoment.describe("Given to the next call, that leaves out who failed again by this one"),
});
export type Retried = z.infer<typeof retriedSchema>;

const range = { from: isoMoment.optional().describe("28 days before the end, unless told"), to: isoMoment.optional() };

export const flowsContract = {
  list: route
    .route({ method: "GET", path: "/flows", summary: "List flows", tags })
    .input(pageInput.extend({ search: z.string().max(200).optional(), state: flowStateSchema.optional() }))
    .output(pageOf(flowSummarySchema)),
  examples: route
    .route({ method: "GET", path: "/flow-examples", summary: "Flows that are ready to be used and changed", tags })
    .output(z.object({ items: z.array(flowExampleSchema) })),
  create: route
    .route({ method: "POST", path: "/flows", summary: "Make a flow, as a draft", tags, successStatus: 201 })
    .input(
      z.strictObject({
        name,
        key: z
          .string()
          .max(100)
          .regex(/^[a-z0-9][a-z0-9_-]*$/, "small letters, digits, - and _")
          .optional()
          .describe("Made from the name where it is not given"),
        description: description.default(""),
        definition: flowDefinitionSchema.optional(),
        example: z.string().max(100).optional().describe("Begin with this ready flow"),
        copyOf: z.string().max(100).optional().describe("Begin with the draft of this flow"),
      }),
    )
    .output(flowSchema),
  get: route.route({ method: "GET", path: "/flows/{key}", summary: "Get a flow", tags }).input(one).output(flowSchema),
  update: route
    .route({ method: "PATCH", path: "/flows/{key}", summary: "Rename a flow or change its draft", tags })
    .input(
      one.extend({
        name: name.optional(),
        description: description.optional(),
        draft: flowDefinitionSchema.optional(),
        revision: z.number().int().optional().describe("The revision that was edited: answers `conflict` when somebody changed it since"),
      }),
    )
    .output(flowSchema),
  delete: route
    .route({
      method: "DELETE",
      path: "/flows/{key}",
      summary: "Delete a flow, its runs and its history; what it did stays on the timelines",
      tags,
    })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  validate: route
    .route({
      method: "POST",
      path: "/flows/{key}/validate",
      summary: "What is wrong with a definition: of the draft, or of this one",
      tags,
    })
    .input(one.extend({ definition: flowDefinitionSchema.optional() }))
    .output(z.object({ issues: z.array(flowIssueSchema) })),
  diff: route
    .route({ method: "GET", path: "/flows/{key}/diff", summary: "What differs between the draft and what is published", tags })
    .input(one.extend({ from: z.coerce.number().int().optional(), to: z.coerce.number().int().optional() }))
    .output(
      z.object({
        differences: z.array(flowDifferenceSchema),
        removedWithPeople: z.array(z.object({ step: stepIdSchema, people: z.number().int() })),
      }),
    ),
  publish: route
    .route({ method: "POST", path: "/flows/{key}/publish", summary: "Publish the draft as a new version", tags })
    .input(
      one.extend({
        revision: z.number().int().optional(),
        note: z.string().trim().max(500).default(""),
        runs: z
          .union([z.literal("drain"), z.strictObject({ migrate: z.record(stepIdSchema, stepIdSchema.nullable()) })])
          .default("drain")
          .describe(
            "Runs under way end on their version, or go to the new one: each step to the step named here, else to the one of the same id; null ends them",
          ),
      }),
    )
    .output(flowSchema),
  rollback: route
    .route({ method: "POST", path: "/flows/{key}/rollback", summary: "Publish a former version again", tags })
    .input(one.extend({ version, note: z.string().trim().max(500).default("") }))
    .output(flowSchema),
  setState: route
    .route({ method: "POST", path: "/flows/{key}/state", summary: "Pause a flow, go on with it, or stop it", tags })
    .input(one.extend({ state: z.enum(["live", "paused", "stopped"]) }))
    .output(flowSchema),
  versions: route
    .route({ method: "GET", path: "/flows/{key}/versions", summary: "Published versions, the latest first", tags })
    .input(one)
    .output(z.object({ items: z.array(flowVersionSchema) })),
  counts: route
    .route({
      method: "GET",
      path: "/flows/{key}/counts",
      summary: "How many came to each step, by which way, and where they are now",
      tags,
    })
    .input(one.extend(range))
    .output(flowCountsSchema),
  runs: route
    .route({ method: "GET", path: "/flows/{key}/runs", summary: "Runs of a flow, the latest first", tags })
    .input(
      one.extend(
        pageInput.extend({
          search: z.string().max(200).optional().describe("For the person: name, e-mail, phone, or an id"),
          step: stepIdSchema.optional(),
          state: runStateSchema.optional(),
          open: z.literal("true").optional().describe("Those that have not ended"),
          goal: z.enum(["reached", "missed"]).optional(),
        }).shape,
      ),
    )
    .output(pageOf(flowRunSchema)),
  run: route
    .route({ method: "GET", path: "/flow-runs/{id}", summary: "A run with everything that it did", tags })
    .input(z.object({ id: z.guid() }))
    .output(flowRunDetailsSchema),
  messageOfRun: route
    .route({
      method: "GET",
      path: "/flow-runs/{id}/message",
      summary: "The message that would come of a step of a run, or of an approval that it waits for, rendered as it would be sent now",
      tags,
    })
    .input(z.object({ id: z.guid(), step: stepIdSchema.optional().describe("Where the run is, unless told") }))
    .output(
      z.object({
        step: stepIdSchema.nullable().describe("The step that sends it; null: none does, or it is not known yet which"),
        template: z
          .object({
            key: z.string(),
            name: z.string(),
            version: z.number().int().nullable().describe("null: none was published, so it would fail"),
          })
          .nullable()
          .describe("null: it is not there"),
        preview: templatePreviewSchema.nullable(),
      }),
    ),
  endRun: route
    .route({ method: "POST", path: "/flow-runs/{id}/end", summary: "Take a person out of a flow", tags })
    .input(z.object({ id: z.guid() }))
    .output(flowRunDetailsSchema),
  retryRun: route
    .route({ method: "POST", path: "/flow-runs/{id}/retry", summary: "Try a step again that failed", tags })
    .input(z.object({ id: z.guid() }))
    .output(flowRunDetailsSchema),
  retryFailed: route
    .route({
      method: "POST",
      path: "/flows/{key}/retry",
      summary: "Try all failed runs of a flow again, those that failed first before the others; asked again, it takes those that are left",
      tags,
    })
    .input(
      one.extend({
        step: stepIdSchema.optional().describe("Those that failed at this step alone"),
        before: isoMoment.optional().describe("Those that failed before this moment alone"),
        most: z.number().int().min(1).max(mostRetries).default(mostRetries).describe("At most so many are taken by this call"),
      }),
    )
    .output(retriedSchema),
  personRuns: route
    .route({ method: "GET", path: "/people/{id}/flows", summary: "Flows that a person is or was in, the latest first", tags })
    .input(pageInput.extend({ id: personId }))
    .output(pageOf(flowRunSchema)),
  start: route
    .route({ method: "POST", path: "/flows/{key}/start", summary: "Let people into a live flow by hand; its entry rules hold", tags })
    .input(
      one.extend({
        people: z.array(personId).min(1).max(1000).optional(),
        who: predicateSchema.optional(),
        context: z.record(z.string(), z.unknown()).default({}).describe("`event.properties` of the templates"),
        once: z.string().min(1).max(200).optional().describe("Given again, nobody comes in twice"),
      }),
    )
    .output(
      z.object({
        entered: z.number().int(),
        leftAlone: z.number().int().describe("Of these, whom a holdout leaves alone: they are only watched"),
        refused: z.array(entryRefusalSchema),
      }),
    ),
  report: route
    .route({ method: "GET", path: "/flows/{key}/report", summary: "What a flow changed, against those left alone", tags })
    .input(one.extend({ from: isoMoment.optional().describe("Since the flow was first published, unless told"), to: isoMoment.optional() }))
    .output(flowReportSchema),
  simulate: route
    .route({ method: "POST", path: "/flows/{key}/simulate", summary: "Run the draft over the past", tags, successStatus: 202 })
    .input(one.extend({ from: isoMoment, to: isoMoment.optional(), definition: flowDefinitionSchema.optional() }))
    .output(flowSimulationSchema),
  simulation: route
    .route({ method: "GET", path: "/flow-simulations/{id}", summary: "A simulation, as far as it is", tags })
    .input(z.object({ id: uuid }))
    .output(flowSimulationSchema),
  stopSimulation: route
    .route({ method: "POST", path: "/flow-simulations/{id}/stop", summary: "Stop a simulation", tags })
    .input(z.object({ id: uuid }))
    .output(flowSimulationSchema),
};
