import { flowDefinitionSchema, type FlowEdge } from "@throughline/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFlowWorld, days, hourMs, hours, message, type FlowWorld, type Written } from "../flow-runs.fixture.ts";
import { countFlow } from "../read-runs.ts";
import { readFlowReport } from "../report/index.ts";
import { readSimulation } from "./read-simulation.ts";
import { simulationStep } from "./simulation-runner.ts";
import { startSimulation } from "./start-simulation.ts";

let world: FlowWorld;
beforeAll(async () => {
  world = await createFlowWorld();
});
afterAll(() => world.close());

const people = Array.from({ length: 24 }, (_, index) => `u${index}`);
const part = (of: number, rest: number) => people.filter((_, index) => index % of === rest);

const flow: Partial<Written> = {
  trigger: { kind: "event", on: { event: "Trial Started" } },
  goal: { event: { event: "Paid" }, within: days(6) },
  exit: { on: [{ event: "Cancelled" }] },
  holdout: 0.3,
  start: "which",
  steps: {
    which: {
      kind: "split",
      variants: [
        { key: "a", weight: 1, next: "first" },
        { key: "b", weight: 2, next: "patience" },
      ],
    },
    first: message("patience", { expiresAfter: hours(20) }),
    patience: {
      kind: "wait",
      wait: { for: "event", event: { event: "Report Viewed" }, timeout: days(2) },
      next: "often",
      timedOut: "second",
    },
    often: {
      kind: "branch",
      cases: [{ when: { did: "Report Viewed", count: { gte: 2 }, within: days(3) }, next: null }],
      otherwise: "until",
    },
    until: {
      kind: "wait",
      wait: { for: "predicate", when: { not: { did: "Report Viewed", within: days(1) } }, timeout: days(4) },
      next: "second",
      timedOut: null,
    },
    second: message(null, { purpose: "promotional", heldIs: "edge", held: null }),
  },
};

const sorted = (edges: readonly (FlowEdge & { count: number })[]) =>
  edges.map(({ from, way, to, count }) => `${from} ${way} ${to ?? "end"} ${count}`).sort();

test("what a simulation says of the past is what the live flow did: the same people, ways, answers of the arbiter and goals", async () => {
  const workspaceId = await world.begin();
  const consents = new Set(part(2, 0));
  for (const user of people)
    await world.process(workspaceId, [
      { type: "identify", userId: user, traits: { marketingConsent: consents.has(user) }, timestamp: new Date(world.now()).toISOString() },
    ]);
  await world.rules(workspaceId, {
    quietHours: { from: "21:00", to: "08:00", channels: ["in_app"], purposes: ["service", "promotional"] },
  });
  await world.publish(workspaceId, "tried", flow);
  const from = new Date(world.now()).toISOString();
  await world.wait(workspaceId, hourMs);
  for (const user of part(3, 0)) await world.act(workspaceId, user, "Trial Started");
  await world.wait(workspaceId, 10 * hourMs);
  for (const user of part(3, 1)) await world.act(workspaceId, user, "Trial Started");
  await world.wait(workspaceId, 12 * hourMs);
  for (const user of part(4, 0)) await world.act(workspaceId, user, "Report Viewed");
  await world.wait(workspaceId, hourMs);
  for (const user of part(6, 1)) await world.act(workspaceId, user, "Cancelled");
  for (const user of part(8, 0)) await world.act(workspaceId, user, "Report Viewed");
  for (let hour = 0; hour < 96; hour += 4) {
    await world.wait(workspaceId, 4 * hourMs);
    if (hour === 24) for (const user of part(5, 0)) await world.act(workspaceId, user, "Paid");
  }
  await world.wait(workspaceId, 48 * hourMs);
  const access = world.editor(workspaceId);
  const to = new Date(world.now()).toISOString();
  const { id } = await startSimulation(world.deps, access, {
    key: "tried",
    from,
    to,
    definition: flowDefinitionSchema.parse({ entry: {}, exit: {}, ...flow }),
  });
  while (await simulationStep(world.deps)) {
    // One chunk after another.
  }
  const tried = await readSimulation(world.deps, access, { id });
  const live = await countFlow(world.deps, access, { key: "tried", from, to });
  expect(tried.state).toBe("done");
  expect(tried.entrants).toBe(16);
  expect(sorted(tried.edges)).toEqual(sorted(live.edges));
  const report = await readFlowReport(world.deps, access, { key: "tried", from, to });
  expect(tried.control).toBe(report.days.reduce((sum, { held }) => sum + held, 0));
  expect(tried.control).toBeGreaterThan(0);
  expect(tried.reachedGoal).toEqual({
    treated: report.days.reduce((sum, day) => sum + day.treatedGoals, 0),
    held: report.days.reduce((sum, day) => sum + day.heldGoals, 0),
  });
  for (const { step, asked, held } of report.messages) {
    const touches = tried.touches.find((one) => one.step === step);
    expect([step, touches?.asked ?? 0, touches?.held ?? []]).toEqual([step, asked, held]);
  }
  expect(tried.live).toMatchObject({ version: 1, entrants: tried.entrants });
}, 120_000);
