import { z } from "zod";
import { querySchema } from "../query/query.ts";
import { pageInput, pageOf, route, uuid } from "./base.ts";
import { descriptionText, editedVersion, titleText } from "./saved-queries.ts";

/**
 * Which number of the answer is watched. Its kind is the query's; a breakdown of the query is left out.
 * - trends: the series (or the formula) in the last whole interval, or in the one under way;
 * - funnel: the share, 0…1, of those who began that reached the step (the last unless told);
 * - retention: the share, 0…1, that returned in a period, over all cohorts for which it is over;
 * - lifecycle: people of a status in the last whole interval; stickiness: the share, 0…1, active in at least so many periods;
 * - journey: the share, 0…1, of the instances that ended in the range which reached the goal.
 */
export const watchSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("trends"),
    series: z.number().int().min(0).max(9).default(0),
    interval: z.enum(["last", "current"]).default("last"),
  }),
  z.strictObject({ kind: z.literal("funnel"), step: z.number().int().min(2).max(20).optional() }),
  z.strictObject({ kind: z.literal("retention"), period: z.number().int().min(1).max(59).default(1) }),
  z.strictObject({ kind: z.literal("lifecycle"), status: z.enum(["new", "returning", "resurrecting", "dormant"]) }),
  z.strictObject({ kind: z.literal("stickiness"), periods: z.number().int().min(1).max(1000).default(2) }),
  z.strictObject({ kind: z.literal("journey") }),
]);
export type Watch = z.infer<typeof watchSchema>;

export const falseAlarmRates = [0.05, 0.01, 0.001] as const;
/**
 * When it fires. `change` is against the period before: the interval before for trends and lifecycle, else the range before of the same length.
 * `anomaly` is against the number's own norm of the same day of the week over the eight weeks before (by hours: of the same hour of the week over the five
 * weeks before); on a series that follows its norm about this share of its evaluations, or fewer, fires by chance. Whole intervals of trends by day or hour alone.
 */
export const conditionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("threshold"), direction: z.enum(["above", "below"]), value: z.number() }),
  z.strictObject({
    kind: z.literal("change"),
    direction: z.enum(["up", "down", "either"]).default("either"),
    by: z.enum(["percent", "absolute"]).default("percent"),
    value: z.number().positive(),
  }),
  z.strictObject({
    kind: z.literal("anomaly"),
    direction: z.enum(["up", "down", "either"]).default("either"),
    falseAlarmRate: z.literal(falseAlarmRates).default(0.01),
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;

/** Every so many minutes by the clock, or once a day at a time of the workspace's zone. */
export const scheduleSchema = z.union([
  z.strictObject({ everyMinutes: z.literal([5, 15, 60]) }),
  z.strictObject({ dailyAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 09:00") }),
]);
export type Schedule = z.infer<typeof scheduleSchema>;

const webhookUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2000);
export const deliverToSchema = z.strictObject({
  emails: z.array(z.email().max(254)).max(20).default([]),
  webhook: webhookUrl.nullable().default(null),
});
export type DeliverTo = z.infer<typeof deliverToSchema>;

export const alertStates = ["waiting", "ok", "firing", "failing"] as const;
const readingShape = {
  value: z.number().nullable().describe("null: there is no such number, for want of people or interactions"),
  n: z.number().int().nullable().describe("How many people or interactions the number is about; null where that is not known"),
  reference: z.number().nullable().describe("What it was held against: the threshold, the period before, or the middle of the norm"),
};
export const alertSchema = z.object({
  id: uuid,
  name: z.string(),
  description: z.string(),
  query: querySchema,
  watch: watchSchema,
  condition: conditionSchema,
  schedule: scheduleSchema,
  deliverTo: deliverToSchema,
  webhookSecret: z.string().nullable().describe("Signs what is sent to the webhook; shown to those who may change alerts"),
  enabled: z.boolean(),
  state: z.enum(alertStates).describe("waiting: not evaluated yet; failing: its query could not be answered"),
  stateSince: z.string(),
  ...readingShape,
  reason: z.string().describe("What the last evaluation found, as a sentence"),
  evaluatedAt: z.string().nullable(),
  dueAt: z.string().nullable().describe("When it is evaluated next; null while it is off"),
  owner: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
});
export type Alert = z.infer<typeof alertSchema>;

export const alertDeliverySchema = z.object({
  channel: z.enum(["email", "webhook"]),
  target: z.string(),
  state: z.enum(["waiting", "sent", "failed"]),
  attempts: z.number().int(),
  error: z.string().nullable(),
  at: z.string().describe("Of the last attempt"),
});
/** One change of state. */
export const alertEventSchema = z.object({
  id: uuid,
  alertId: uuid,
  alertName: z.string(),
  at: z.string(),
  from: z.enum(alertStates),
  to: z.enum(alertStates),
  ...readingShape,
  reason: z.string(),
  deliveries: z.array(alertDeliverySchema),
});
export type AlertEvent = z.infer<typeof alertEventSchema>;

export const alertReadingSchema = z.object({
  state: z.enum(["ok", "firing"]),
  ...readingShape,
  low: z.number().nullable(),
  high: z.number().nullable().describe("Between low and high nothing is wrong; null where there is no such end"),
  reason: z.string(),
});
export type AlertReading = z.infer<typeof alertReadingSchema>;

const watched = z.object({ query: querySchema, watch: watchSchema, condition: conditionSchema });
const editable = watched.extend({
  name: titleText,
  description: descriptionText,
  schedule: scheduleSchema,
  deliverTo: deliverToSchema.default({ emails: [], webhook: null }),
  enabled: z.boolean().default(true),
});
const one = z.object({ id: uuid });
const tags = ["Alerts"];

export const alertsContract = {
  list: route
    .route({ method: "GET", path: "/alerts", summary: "List alerts, those that fire first", tags })
    .output(z.object({ items: z.array(alertSchema) })),
  get: route.route({ method: "GET", path: "/alerts/{id}", summary: "Get an alert", tags }).input(one).output(alertSchema),
  create: route
    .route({ method: "POST", path: "/alerts", summary: "Create an alert on a query", tags, successStatus: 201 })
    .input(editable)
    .output(alertSchema),
  update: route
    .route({ method: "PUT", path: "/alerts/{id}", summary: "Change an alert; it begins anew", tags })
    .input(one.extend(editable.shape).extend({ updatedAt: editedVersion }))
    .output(alertSchema),
  delete: route
    .route({ method: "DELETE", path: "/alerts/{id}", summary: "Delete an alert and its history", tags })
    .input(one)
    .output(z.object({ deleted: z.literal(true) })),
  preview: route
    .route({ method: "POST", path: "/alerts/preview", summary: "What an alert would find now", tags })
    .input(watched)
    .output(alertReadingSchema),
  events: route
    .route({ method: "GET", path: "/alert-events", summary: "Changes of state, the latest first", tags })
    .input(pageInput.extend({ alert: uuid.optional() }))
    .output(pageOf(alertEventSchema)),
};
