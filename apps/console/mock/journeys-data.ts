import type { JourneyDefinition, JourneyKpi, KpiFigure, Seam } from "@throughline/contract";
import { mapOf, shareOf, type StageSpec, type WaySpec } from "../src/features/journeys/map/map.fixture.ts";

const hour = 3600;
const day = 24 * hour;
const any = (event: string) => ({ event });

/** The journeys of the sample company: definitions, and figures that agree with one another. */
export const onboarding: JourneyDefinition = {
  key: "onboarding",
  name: "Get the first report out",
  owner: "Maria Torres",
  description: "From signing up to sharing the first result.",
  by: "person",
  entry: any("Signed Up"),
  stages: [
    { key: "signed-up", name: "Signed up", matches: [any("Signed Up")] },
    { key: "connect-data", name: "Connected data", matches: [any("Data Source Connected"), any("Data Source Failed")] },
    { key: "verify-domain", name: "Verify domain", matches: [any("Domain Verification Started")] },
    { key: "domain-verified", name: "Domain verified", matches: [any("Domain Verification Completed")] },
    {
      key: "first-report",
      name: "Built a report",
      matches: [{ event: "Report Created", where: { property: "event.plan", op: "neq", value: "demo" } }],
    },
  ],
  goal: [any("Report Shared")],
  failures: [{ key: "cancelled", name: "Cancelled", match: any("Subscription Cancelled") }],
  window: { value: 30, unit: "day" },
  contacts: [{ event: ["Conversation Started", "Ticket Opened"] }],
  conversation: [any("Message Sent")],
  friction: [any("Rage Click")],
  revenue: null,
  targets: { completion: 0.6, timeMedian: 5 * day, contacts: 0.2 },
};

const stages: StageSpec[] = [
  { key: "signed-up", name: "Signed up", now: 214, dwell: [9 * 60, 20 * hour], channels: { web: 1711, mobile: 699 }, switches: 61 },
  {
    key: "connect-data",
    name: "Connected data",
    now: 188,
    dwell: [18 * 60, 3 * hour],
    channels: { web: 2204, server: 610, chat: 92 },
    switches: 118,
  },
  {
    key: "verify-domain",
    name: "Verify domain",
    now: 502,
    dwell: [2.1 * day, 9 * day],
    channels: { web: 1320, chat: 431, email: 207 },
    switches: 638,
  },
  {
    key: "domain-verified",
    name: "Domain verified",
    now: 143,
    dwell: [40 * 60, 26 * hour],
    channels: { web: 1204, email: 88 },
    switches: 74,
  },
  {
    key: "first-report",
    name: "Built a report",
    now: 237,
    dwell: [3.2 * hour, 2.4 * day],
    channels: { web: 1830, mobile: 212, in_app: 160 },
    switches: 96,
  },
];
const ways: WaySpec[] = [
  ["signed-up", "connect-data", 1760, 1802, 9 * 60],
  ["signed-up", "first-report", 182, 170, 2 * hour],
  ["signed-up", "$expired", 254, 262, 30 * day],
  ["connect-data", "verify-domain", 1361, 1402, 18 * 60],
  ["connect-data", "first-report", 240, 214, 40 * 60],
  ["connect-data", "connect-data", 388, 340, 6 * 60],
  ["connect-data", "$failed:cancelled", 61, 58, 4 * day],
  ["connect-data", "$expired", 124, 117, 30 * day],
  ["verify-domain", "domain-verified", 792, 1020, 2.1 * day],
  ["verify-domain", "connect-data", 214, 131, 3.4 * hour],
  ["verify-domain", "verify-domain", 502, 260, 22 * 60],
  ["verify-domain", "$failed:cancelled", 168, 71, 5 * day],
  ["verify-domain", "$expired", 206, 122, 30 * day],
  ["domain-verified", "first-report", 742, 934, 40 * 60],
  ["domain-verified", "verify-domain", 38, 30, hour],
  ["domain-verified", "$expired", 41, 44, 30 * day],
  ["first-report", "$completed", 1007, 1161, 3.2 * hour],
  ["first-report", "$failed:cancelled", 24, 22, 6 * day],
  ["first-report", "$expired", 71, 76, 30 * day],
];
export const onboardingMap = mapOf({
  stages,
  ways,
  entered: [2410, 2392],
  failures: [{ key: "cancelled", name: "Cancelled" }],
  switches: [
    { from: "web", to: "chat", count: 431, previous: 260 },
    { from: "chat", to: "email", count: 207, previous: 190 },
  ],
});

const noise = (index: number, seed: number) => Math.sin(index * 2.1 + seed) * 0.6 + Math.sin(index * 0.7 + seed * 3) * 0.4;

function figure(
  kpi: JourneyKpi,
  unit: KpiFigure["unit"],
  definition: string,
  [value, margin, n]: [number, number, number],
  previous: number,
  target: number | null,
  met: KpiFigure["met"],
): KpiFigure {
  const estimate = (at: number, width: number, size: number) => ({ value: at, low: Math.max(0, at - width), high: at + width, n: size });
  return {
    kpi,
    unit,
    definition,
    current: estimate(value, margin, n),
    previous: estimate(previous, margin, n),
    target,
    met,
    trend: Array.from({ length: 28 }, (_, i) => ({
      at: new Date(Date.now() - (27 - i) * day * 1000).toISOString(),
      ...estimate(
        previous + (value - previous) * Math.min(1, Math.max(0, (i - 8) / 10)) * 1.1 + noise(i, value) * margin * 2,
        margin * 4,
        Math.round(n / 28),
      ),
    })),
    note: null,
  };
}

export const figures: KpiFigure[] = [
  figure(
    "completion",
    "share",
    "Share of those who entered that reach the goal within the window. Windows still open are estimated by Kaplan–Meier; those who failed count as not done.",
    [0.418, 0.022, 2410],
    0.48,
    0.6,
    "no",
  ),
  figure(
    "timeMedian",
    "seconds",
    "Time from the first touch by which half of those who entered are done.",
    [3.4 * day, 0.3 * day, 2410],
    2.5 * day,
    5 * day,
    "yes",
  ),
  figure(
    "timeP90",
    "seconds",
    "Time from the first touch by which nine in ten of those who entered are done.",
    [11 * day, 0.8 * day, 2410],
    10.4 * day,
    null,
    null,
  ),
  figure("contacts", "perInstance", "How often the customer got in touch, per instance so far.", [0.34, 0.03, 2410], 0.22, 0.2, "no"),
  figure(
    "switches",
    "perInstance",
    "Changes of channel between consecutive interactions, per instance so far.",
    [0.41, 0.04, 2410],
    0.38,
    null,
    null,
  ),
  figure("repeats", "perInstance", "Contacts within 7 days after another of the same instance.", [0.12, 0.01, 2410], 0.08, 0.1, "unsure"),
  figure("friction", "perInstance", "Rage clicks, errors and the like, per instance so far.", [0.71, 0.05, 2410], 0.69, null, null),
  figure(
    "repeatContact",
    "share",
    "Share of the completed that got in touch again within 7 days, of those for whom that is known.",
    [0.091, 0.024, 538],
    0.138,
    0.1,
    "unsure",
  ),
];

type SeamSpec = [
  kind: Seam["kind"],
  from: string,
  to: string,
  crossed: number,
  lost: number | null,
  repeated: number,
  gap: number,
  owner: string | null,
  stage: string,
];
const seamSpecs: SeamSpec[] = [
  ["actor", "bot", "human", 431, 26, 154, 14 * 60, "Maria Torres", "verify-domain"],
  ["channel", "chat", "email", 207, 35, 50, 9.2 * hour, null, "verify-domain"],
  ["team", "Sales", "Onboarding", 188, 5, 20, 1.4 * day, "Ana Reyes", "signed-up"],
  ["channel", "web", "chat", 412, null, 16, 40, null, "connect-data"],
];
export const seams: Seam[] = seamSpecs.map(([kind, from, to, crossed, lost, repeated, gap, owner, stage]) => {
  const arrived = crossed - (lost ?? 0);
  const harmed = repeated + (lost ?? 0);
  return {
    key: `${kind}:${from}>${to}`,
    kind,
    from,
    to,
    owner,
    note: "",
    crossed: { value: crossed, previous: Math.round(crossed * 0.7) },
    arrived,
    pending: 0,
    lost: lost === null ? shareOf(0, 0) : shareOf(lost, crossed),
    repeated: shareOf(repeated, arrived),
    retold: Math.round(repeated * 0.6),
    gap: { medianSeconds: gap, p90Seconds: gap * 6, previousMedianSeconds: gap * 0.9 },
    harmed: { value: harmed, previous: Math.round(harmed * 0.6) },
    harm: shareOf(harmed, crossed),
    at: [{ stage, crossed, harmed }],
  };
});
