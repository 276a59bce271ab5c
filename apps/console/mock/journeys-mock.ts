import {
  journeyDefinitionSchema,
  type InstanceStrip,
  type InstanceSummary,
  type Interaction,
  type Journey,
  type JourneyDefinition,
  type JourneyNewsItem,
} from "@throughline/contract";
import { mapOf } from "../src/features/journeys/map/map.fixture.ts";
import { api, fail, found, pageOf } from "./base.ts";
import { figures, onboarding, onboardingMap, seams } from "./journeys-data.ts";
import type { World } from "./world.ts";

const kept = new WeakMap<World, Map<string, Journey>>();
const owners = new Map(seams.map(({ key, owner, note }) => [key, { seam: key, owner, note }]));
const saved = (definition: JourneyDefinition): Journey => ({
  ...definition,
  createdAt: "2026-01-12T09:00:00.000Z",
  updatedAt: new Date().toISOString(),
  updatedBy: "Maria Torres",
});

const template = (key: string, name: string, description: string, names: string[]): JourneyDefinition =>
  journeyDefinitionSchema.parse({
    key,
    name,
    description,
    entry: { event: names[0] },
    stages: names.slice(0, -1).map((event) => ({ key: event.toLowerCase().replaceAll(" ", "-"), name: event, matches: [{ event }] })),
    goal: [{ event: names.at(-1) }],
    window: { value: 14, unit: "day" },
    targets: { completion: 0.9 },
  });
const templates = [
  { ...onboarding, name: "Onboarding", owner: null },
  template("complaint-resolution", "Complaint resolution", "From getting in touch, on whatever channel, to a settled matter.", [
    "Conversation Started",
    "Message Sent",
    "Conversation Handed Over",
    "Ticket Settled",
  ]),
  template("renewal", "Renewal", "From the notice to the renewed subscription.", [
    "Email Sent",
    "Renewal Quote Sent",
    "Renewal Quote Viewed",
    "Subscription Renewed",
  ]),
  template("purchase", "Purchase", "From wanting to buy to having paid.", ["Upgrade Clicked", "Checkout Started", "Checkout Completed"]),
];

function journeysOf(world: World): Map<string, Journey> {
  const known =
    kept.get(world) ?? new Map(world.people.length > 0 ? [onboarding, ...templates.slice(1, 2)].map((one) => [one.key, saved(one)]) : []);
  kept.set(world, known);
  return known;
}
const journeyOf = (world: World, key: string): Journey => found(journeysOf(world).get(key));

function meta(world: World) {
  const now = new Date().toISOString();
  return {
    freshness: { at: now, waiting: 0 },
    rowsRead: 41_230,
    tookMs: 38,
    from: new Date(Date.now() - 28 * 86_400_000).toISOString(),
    to: now,
    timezone: "Europe/Berlin",
    revision: String(world.interactions.length),
  };
}

/** The map of any definition: that of onboarding has been measured, others go straight on and lose a fifth at each stage. */
function mapFor(definition: JourneyDefinition) {
  if (definition.stages.map(({ key }) => key).join() === onboarding.stages.map(({ key }) => key).join()) return onboardingMap;
  const keys = definition.stages.map(({ key }) => key);
  const count = (index: number, of: number) => Math.round(of * 0.8 ** index);
  return mapOf({
    stages: definition.stages.map(({ key, name }, i) => ({
      key,
      name,
      now: 12 + i,
      dwell: [600 * (i + 1), 7200 * (i + 1)],
      channels: { web: count(i, 300), chat: count(i, 80) },
      switches: 9,
    })),
    ways: keys.flatMap((key, i) => [
      [key, keys[i + 1] ?? "$completed", count(i + 1, 400), count(i + 1, 390), 900],
      [key, "$expired", count(i, 400) - count(i + 1, 400), count(i, 390) - count(i + 1, 390), 86_400],
    ]),
    entered: [400, 390],
    failures: definition.failures,
  });
}

const outcomes = ["open", "completed", "completed", "failed", "expired", "open"] as const;
function instancesOf(world: World): InstanceSummary[] {
  return world.people.slice(0, 140).map((person, i) => {
    const startedAt = Date.now() - (i * 4 + 3) * 3_600_000;
    const outcome = outcomes[i % outcomes.length] ?? "open";
    const path = onboarding.stages.map(({ key }) => key).slice(0, 1 + (i % 5));
    return {
      id: `${person.id}-${startedAt - (startedAt % 3_600_000)}`,
      person: { id: person.id, name: person.name, email: person.email },
      account: person.account && { id: person.account.id, name: person.account.name },
      startedAt: new Date(startedAt).toISOString(),
      endedAt: outcome === "open" ? null : new Date(startedAt + (i % 9) * 7_000_000).toISOString(),
      lastAt: new Date(startedAt + (i % 9) * 6_000_000).toISOString(),
      outcome,
      failure: outcome === "failed" ? "cancelled" : null,
      stage: path.at(-1) ?? "$start",
      path: i % 4 === 0 ? [...path, "connect-data", path.at(-1) ?? ""] : path,
      interactions: 4 + (i % 23),
      contacts: i % 3,
      switches: i % 4,
      repeats: i % 2,
      friction: i % 5,
      revenue: null,
      channels: i % 3 === 0 ? ["web", "chat", "email"] : ["web"],
    };
  });
}

type Step = [
  minutes: number,
  name: string,
  channel: Interaction["channel"],
  actor: Interaction["actor"],
  marks: InstanceStrip["strip"][number]["marks"],
  stage?: string,
  seam?: string,
];
const story: Step[] = [
  [0, "Signed Up", "web", "customer", ["entry", "stage"], "signed-up"],
  [1, "Page Viewed", "web", "customer", ["other"]],
  [4, "Email Verified", "email", "customer", ["stage"], "signed-up", "channel:web>email"],
  [9, "Data Source Connected", "web", "customer", ["stage"], "connect-data", "channel:email>web"],
  [22, "Domain Verification Started", "web", "customer", ["stage"], "verify-domain"],
  [24, "Domain Verification Failed", "web", "system", ["stage", "friction"], "verify-domain"],
  [25, "Rage Click", "web", "customer", ["friction"]],
  [27, "Conversation Started", "chat", "customer", ["contact"], undefined, "channel:web>chat"],
  [28, "Message Sent", "chat", "bot", ["conversation"]],
  [31, "Message Received", "chat", "customer", ["conversation"]],
  [33, "Conversation Handed Over", "chat", "bot", ["conversation"]],
  [620, "Message Sent", "email", "agent", ["conversation"], undefined, "actor:bot>human"],
  [1490, "Message Received", "email", "customer", ["conversation"]],
  [1610, "Message Sent", "email", "agent", ["conversation"]],
  [1704, "Domain Verification Completed", "web", "customer", ["stage"], "domain-verified", "channel:email>web"],
  [1712, "Report Created", "web", "customer", ["stage"], "first-report"],
  [3200, "Report Shared", "web", "customer", ["goal"], "$completed"],
];

const newsOf = (key: string): JourneyNewsItem[] =>
  key !== "onboarding"
    ? []
    : [
        {
          figure: "dropped:verify-domain",
          sentence: "374 dropped out of Verify domain in 7 days where 171 to 214 were to be expected.",
          direction: "up" as const,
          isGood: false,
          observed: 374,
          expected: 193,
          low: 171,
          high: 214,
          score: 6.1,
          pValue: 0.000_01,
          n: 28,
          days: Array.from({ length: 35 }, (_, i) => ({
            at: new Date(Date.now() - (35 - i) * 86_400_000).toISOString().slice(0, 10),
            value: Math.round(27 + 4 * Math.sin(i * 0.9) + (i >= 28 ? 26 : 0)),
            expected: i >= 28 ? 27 : null,
          })),
          segment: { property: "person.plan", value: "own domain", observed: 251, expected: 80, explains: 0.84, baselineShare: 0.41 },
        },
      ];

export const journeysMock = {
  list: api.journeys.list.handler(({ context: { world } }) => ({ items: [...journeysOf(world).values()] })),
  overview: api.journeys.overview.handler(({ context: { world } }) => ({
    items: [...journeysOf(world).keys()].map((key) => ({
      key,
      completion: found(figures.find(({ kpi }) => kpi === "completion")),
      underWay: 1284,
      news: { looked: 24, found: newsOf(key).length, gravest: newsOf(key)[0] ?? null },
      at: new Date().toISOString(),
    })),
  })),
  templates: api.journeys.templates.handler(() => ({
    items: templates.map((definition, i) => ({ key: definition.key, definition, missing: i === 2 ? ["Renewal Quote Viewed"] : [] })),
  })),
  create: api.journeys.create.handler(({ input, context: { world } }) => {
    if (journeysOf(world).has(input.key)) fail("conflict", `There is a journey ${JSON.stringify(input.key)} already.`);
    journeysOf(world).set(input.key, saved(input));
    return journeyOf(world, input.key);
  }),
  get: api.journeys.get.handler(({ input, context: { world } }) => journeyOf(world, input.key)),
  update: api.journeys.update.handler(({ input: { updatedAt: _, ...definition }, context: { world } }) => {
    journeyOf(world, definition.key);
    journeysOf(world).set(definition.key, saved(definition));
    return journeyOf(world, definition.key);
  }),
  delete: api.journeys.delete.handler(({ input, context: { world } }) => {
    journeysOf(world).delete(input.key);
    return { deleted: true as const };
  }),
  revision: api.journeys.revision.handler(({ context: { world } }) => ({ revision: meta(world).revision })),
  map: api.journeys.map.handler(({ input, context: { world } }) => ({ ...mapFor(journeyOf(world, input.key)), ...meta(world) })),
  preview: api.journeys.preview.handler(({ input, context: { world } }) => ({ ...mapFor(input.definition), ...meta(world) })),
  kpis: api.journeys.kpis.handler(({ input, context: { world } }) => ({
    interval: input.interval,
    entrants: { value: 2410, previous: 2392 },
    open: 1284,
    figures,
    curve: Array.from({ length: 40 }, (_, i) => {
      const completed = 0.418 * (1 - Math.exp(-i / 9));
      return { seconds: i * 0.75 * 86_400, completed, low: Math.max(0, completed - 0.02), high: completed + 0.02 };
    }),
    completedOnly: { medianSeconds: 2.2 * 86_400, p90Seconds: 8 * 86_400, n: 1007 },
    ...meta(world),
  })),
  seams: api.journeys.seams.handler(({ context: { world } }) => ({
    items: seams
      .map((seam) => ({ ...seam, ...owners.get(seam.key), key: seam.key }))
      .map(({ seam: _, ...rest }: { seam?: string } & (typeof seams)[number]) => rest),
    ...meta(world),
  })),
  setSeam: api.journeys.setSeam.handler(({ input: { seam, owner, note } }) => {
    owners.set(seam, { seam, owner, note });
    return { seam, owner, note };
  }),
  news: api.journeys.news.handler(({ input, context: { world } }) => ({
    falseAlarmRate: 0.05,
    looked: 24,
    withheld: 3,
    items: newsOf(input.key),
    ...meta(world),
  })),
  people: api.journeys.people.handler(({ input, context: { world } }) => ({ ...pageOf(world.people, input), total: world.people.length })),
  instances: api.journeys.instances.handler(({ input, context: { world } }) => {
    const rows = instancesOf(world).filter(
      ({ stage, outcome, person }) =>
        (!input.stage || stage === input.stage) &&
        (!input.outcome || outcome === input.outcome) &&
        (!input.person || person?.id === input.person),
    );
    return { ...pageOf(rows, input), total: rows.length };
  }),
  instance: api.journeys.instance.handler(({ input, context: { world } }) => {
    const summary = found(instancesOf(world).find(({ id }) => id === input.instance));
    const startMs = Date.parse(summary.startedAt);
    return {
      ...summary,
      outcome: "completed" as const,
      endedAt: new Date(startMs + 3200 * 60_000).toISOString(),
      path: ["signed-up", "connect-data", "verify-domain", "domain-verified", "first-report"],
      hidden: 0,
      strip: story.map(([minutes, name, channel, actor, marks, stage, seam], i) => ({
        id: `i_${i}`,
        at: new Date(startMs + minutes * 60_000).toISOString(),
        name,
        channel,
        actor,
        sessionId: `s-${channel}`,
        properties: actor === "agent" ? { text: "I have sent you the record to add." } : {},
        personId: summary.person?.id ?? "",
        team: actor === "agent" ? "Support" : null,
        marks,
        stage: stage ?? null,
        seams: seam === undefined ? [] : [{ key: seam, gapSeconds: (minutes - (story[i - 1]?.[0] ?? 0)) * 60 }],
      })),
    };
  }),
};
