import { z } from "zod";
import { actorSchema, channelSchema, interactionSchema } from "../interaction.ts";
import { accountId, personId } from "../api/base.ts";
import { journeyKpiSchema } from "./definition.ts";

const count = z.number().int();
const seconds = z.number().nullable();
/** A number of the range, and of as long a time before it. */
const change = z.object({ value: count, previous: count });
const share = z
  .object({ rate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), n: count })
  .describe("With its 95 % interval; n is what the rate is of. Null without anything to divide by");
export type Share = z.infer<typeof share>;
const dwell = z.object({
  medianSeconds: seconds,
  p90Seconds: seconds,
  n: count.describe("Visits that ended in the range"),
});

export const mapStageSchema = z.object({
  key: z.string(),
  name: z.string(),
  now: count.describe("Instances that are in the stage at the end of the range (now, for a range that ends now)"),
  arrived: change.describe("Visits that began in the range. Staying through a loop is one visit"),
  left: change.describe("Visits that ended in the range, by whatever end"),
  dropped: change.describe("Visits that ended because the instance failed or expired"),
  dropOff: share.describe("dropped / left"),
  previousDropOff: share,
  dwell,
  previousDwell: dwell,
  waitingSeconds: seconds.describe("Median time for which those who are here now have been here"),
  channels: z
    .array(z.object({ channel: channelSchema, interactions: count }))
    .describe("On which channels the stage's interactions came, in the range"),
  switches: count.describe("Changes of channel between consecutive interactions of customers, agents and bots while in this stage"),
});
export const edgeKinds = ["next", "skip", "return", "loop", "end"] as const;
export const mapEdgeSchema = z.object({
  from: z.string().describe("A stage, or $start: entered and in no stage yet"),
  to: z.string().describe("A stage, $completed, $failed:<key> or $expired"),
  kind: z
    .enum(edgeKinds)
    .describe("next: to the following stage; skip: further ahead; return: to an earlier one; loop: the same again; end"),
  count: count.describe("Transitions in the range"),
  previous: count,
  instances: count.describe("Instances that made it at least once"),
  medianSeconds: seconds.describe("From the interaction that led into `from` (for a loop: from the one before)"),
});
export const journeyMapSchema = z.object({
  entered: change.describe("Instances that began in the range"),
  open: change.describe("Instances under way at the end of the range, and at its beginning"),
  completed: change.describe("Instances that reached the goal in the range, whenever they began"),
  failed: change,
  expired: change,
  failures: z.array(z.object({ key: z.string(), name: z.string(), count: change })),
  stages: z.array(mapStageSchema).describe("$start first, then the stages in the order of the definition"),
  edges: z.array(mapEdgeSchema),
  switches: z
    .array(z.object({ from: channelSchema, to: channelSchema, count, previous: count }))
    .describe("Changes of channel within instances"),
});
export type JourneyMap = z.infer<typeof journeyMapSchema>;
export type MapStage = z.infer<typeof mapStageSchema>;
export type MapEdge = z.infer<typeof mapEdgeSchema>;

const estimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  n: count,
});
export type Estimate = z.infer<typeof estimate>;
export const kpiFigureSchema = z.object({
  kpi: journeyKpiSchema,
  unit: z.enum(["share", "seconds", "perInstance", "money"]),
  definition: z.string().describe("What it is, in a sentence"),
  current: estimate,
  previous: estimate,
  target: z.number().nullable(),
  met: z.enum(["yes", "no", "unsure"]).nullable().describe("unsure: the target lies within the interval. Null without a target or a value"),
  trend: z.array(estimate.extend({ at: z.string() })).describe("Per interval, by the start of the instances"),
  note: z.string().nullable().describe("Why there is no value or no interval"),
});
export type KpiFigure = z.infer<typeof kpiFigureSchema>;
export const journeyKpisSchema = z.object({
  interval: z.enum(["day", "week", "month"]),
  entrants: change,
  open: count.describe("Entrants of the range whose window is still open"),
  figures: z.array(kpiFigureSchema),
  curve: z
    .array(z.object({ seconds: z.number(), completed: z.number(), low: z.number(), high: z.number() }))
    .describe("Share of entrants that are done by then"),
  completedOnly: z
    .object({ medianSeconds: seconds, p90Seconds: seconds, n: count })
    .describe("Of those who are done alone: flattering, as the slow ones are missing"),
});
export type JourneyKpis = z.infer<typeof journeyKpisSchema>;

export const seamKinds = ["channel", "actor", "team"] as const;
export const seamSchema = z.object({
  key: z.string().describe("kind:from>to, such as actor:bot>human"),
  kind: z.enum(seamKinds),
  from: z.string(),
  to: z.string(),
  owner: z.string().nullable(),
  note: z.string(),
  crossed: change.describe("Hand-offs that began in the range: those that arrived and those that did not"),
  arrived: count,
  pending: count.describe("Announced, not arrived, and still in time"),
  lost: share.describe(
    "Announced and never arrived / crossed, without the pending. n 0 where nothing announces this hand-off: then only what arrived can be seen",
  ),
  repeated: share.describe("Arrived, and the customer explained again or was back within 7 days / arrived"),
  retold: count.describe("Of these: said in the same words again after the hand-off"),
  gap: z.object({ medianSeconds: seconds, p90Seconds: seconds, previousMedianSeconds: seconds }),
  harmed: change.describe("Hand-offs that were lost or repeated"),
  harm: share.describe("harmed / crossed without the pending"),
  at: z
    .array(z.object({ stage: z.string(), crossed: count, harmed: count }))
    .optional()
    .describe("In which stages the one side was left, the most harmed first: where on the map the hand-off lies"),
});
export type Seam = z.infer<typeof seamSchema>;

export const newsItemSchema = z.object({
  figure: z.string().describe("Such as arrived:verify, entered, completed, dropped:verify, seam:actor:bot>human"),
  sentence: z.string().describe("Without the journey's name: 20 repetitions of Payment in 7 days, where 1 is normal (0 to 15)."),
  direction: z.enum(["up", "down"]),
  isGood: z.boolean().nullable(),
  observed: z.number().describe("Sum over the days looked at"),
  expected: z.number(),
  low: z.number().describe("The norm's interval at the stated false-alarm rate"),
  high: z.number(),
  score: z.number().describe("Robust z of the days looked at together"),
  pValue: z.number(),
  n: count.describe("Days of the norm"),
  days: z
    .array(z.object({ at: z.string(), value: z.number(), expected: z.number().nullable() }))
    .describe("The norm's days and the days looked at"),
  segment: z
    .object({
      property: z.string(),
      value: z.string(),
      observed: z.number(),
      expected: z.number(),
      explains: z.number().describe("Share of the change"),
      baselineShare: z.number().describe("Its share of the figure before"),
    })
    .nullable()
    .describe("The one property value that explains most of the change; null where none stands out"),
});
export type JourneyNewsItem = z.infer<typeof newsItemSchema>;
export const journeyNewsSchema = z.object({
  from: z.string(),
  to: z.string(),
  falseAlarmRate: z.number().describe("How often such a look shows anything although nothing has changed"),
  looked: count.describe("Figures that were tested"),
  withheld: count.describe("Figures with too short a history"),
  items: z.array(newsItemSchema),
});
export type JourneyNews = z.infer<typeof journeyNewsSchema>;

/** What a list says of a journey. */
export const journeySummarySchema = z.object({
  key: z.string(),
  completion: kpiFigureSchema.describe("Of the instances that began in the range"),
  underWay: count.describe("Instances under way at the end of the range"),
  news: z
    .object({
      looked: count.describe("Figures that were tested: 0 while the history is too short"),
      found: count.describe("How many of them differ from their norm"),
      gravest: newsItemSchema.pick({ figure: true, sentence: true, direction: true, isGood: true }).nullable(),
    })
    .describe("Of the last seven whole days"),
  at: z.string().describe("When this was computed: a summary is kept for a minute"),
});
export type JourneySummary = z.infer<typeof journeySummarySchema>;

export const outcomes = ["open", "completed", "failed", "expired"] as const;
export const instanceSummarySchema = z.object({
  id: z.string().describe("The one whose it is, and its beginning: p_…-<ms>"),
  person: z.object({ id: personId, name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  account: z.object({ id: accountId, name: z.string().nullable() }).nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  lastAt: z.string().describe("Its latest interaction"),
  outcome: z.enum(outcomes),
  failure: z.string().nullable(),
  stage: z.string().describe("Where it is, or was when it ended: a stage's key or $start"),
  path: z.array(z.string()).describe("Stages in the order of the visits"),
  interactions: count,
  contacts: count,
  switches: count,
  repeats: count,
  friction: count,
  revenue: z.number().nullable(),
  channels: z.array(channelSchema),
});
export type InstanceSummary = z.infer<typeof instanceSummarySchema>;

const mark = z.enum(["entry", "stage", "goal", "failure", "contact", "conversation", "friction", "other"]);
export const instanceStripSchema = instanceSummarySchema.extend({
  strip: z
    .array(
      interactionSchema.pick({ id: true, at: true, name: true, channel: true, sessionId: true, properties: true }).extend({
        actor: actorSchema,
        personId,
        team: z.string().nullable(),
        marks: z.array(mark).describe("other: not of the journey, shown for context"),
        stage: z.string().nullable().describe("The stage, failure or end that it led to"),
        seams: z.array(z.object({ key: z.string(), gapSeconds: seconds })).describe("Hand-offs that ended with this interaction"),
      }),
    )
    .describe("In order of time"),
  hidden: count.describe("Interactions that the strip leaves out for its length"),
});
export type InstanceStrip = z.infer<typeof instanceStripSchema>;
