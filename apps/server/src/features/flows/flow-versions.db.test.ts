import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { identified } from "../segments/live-segments.fixture.ts";
import { days, hourMs, message, rest, useFlowWorld } from "./flow-runs.fixture.ts";
import { rollBackFlow, setFlowState } from "./publish-flow.ts";

const here = useFlowWorld();
const { act, runs, publish } = here;

const state = (key: string, to: "live" | "paused" | "stopped") =>
  setFlowState(here.world.deps, here.world.editor(here.workspaceId), { key, state: to });
const stages = {
  key: "onboarding",
  name: "Onboarding",
  entry: { event: "Signed Up" },
  stages: [
    { key: "connect", name: "Connect", matches: [{ event: "Source Connected" }] },
    { key: "verify", name: "Verify", matches: [{ event: "Verification Begun" }] },
  ],
  goal: [{ event: "First Report" }],
  window: days(30),
};
const makeJourney = () =>
  sql`INSERT INTO journey (workspace_id, key, definition) VALUES (${here.workspaceId}, 'onboarding', ${JSON.stringify(stages)}::jsonb)`.execute(
    here.world.db,
  );
const stalled = (after: ReturnType<typeof days>) => ({
  trigger: { kind: "stage" as const, journey: "onboarding", stage: "verify", on: "stalled" as const, after },
});
async function comeToVerify(...users: string[]): Promise<void> {
  for (const event of ["Signed Up", "Source Connected", "Verification Begun"]) {
    for (const user of users) await act(user, event);
    await here.world.wait(here.workspaceId, 60_000);
  }
}
const entered = async (...users: string[]) => Promise.all(users.map(async (user) => (await runs(user)).length));

describe("versions", () => {
  test("a version that is published again takes who comes from then on; who is in another goes on in it", async () => {
    const steps = (template: string) => ({ rest: { ...rest.steps.rest, next: "m" }, m: message(null, { template }) });
    await publish("back", { start: "rest", steps: steps("hello") });
    await act("ann", "Trial Started");
    await publish("back", { start: "rest", steps: steps("again") });
    await act("bob", "Trial Started");
    await rollBackFlow(here.world.deps, here.world.editor(here.workspaceId), { key: "back", version: 1, note: "" });
    await act("cid", "Trial Started");
    await here.world.wait(here.workspaceId, 24 * hourMs);
    const { rows } = await sql<{ who: string; template: string }>`
      SELECT p.value AS who, m.template FROM message m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id WHERE m.workspace_id = ${here.workspaceId} ORDER BY 1`.execute(
      here.world.db,
    );
    expect(rows).toEqual([
      { who: "ann", template: "hello" },
      { who: "bob", template: "again" },
      { who: "cid", template: "hello" },
    ]);
    expect((await runs("cid"))[0]?.version).toBe(3);
  });

  test("who is at a stage when a new version is published is still let in when they have been there long enough, by the new time", async () => {
    await makeJourney();
    await publish("stalled", { ...stalled(days(2)), start: null });
    await comeToVerify("ann", "bob");
    await here.world.wait(here.workspaceId, 24 * hourMs);
    await publish("stalled", { ...stalled(days(2)), ...rest });
    await act("bob", "First Report");
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([1, 0]);
    await comeToVerify("cid");
    await publish("stalled", { ...stalled(days(3)), ...rest });
    await here.world.wait(here.workspaceId, 48 * hourMs);
    expect(await entered("cid")).toEqual([0]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await entered("cid")).toEqual([1]);
  });
});

describe("a flow that was paused", () => {
  test("lets nobody in by a schedule that was due meanwhile, but the next time", async () => {
    await publish("daily", {
      entry: { again: "always" },
      trigger: { kind: "schedule", every: "day", at: "09:00", who: { did: "Report Created" } },
      start: null,
    });
    await act("ann", "Report Created");
    await state("daily", "paused");
    await here.world.wait(here.workspaceId, 30 * hourMs);
    await state("daily", "live");
    await here.world.settle(here.workspaceId);
    expect(await entered("ann")).toEqual([0]);
    await here.world.wait(here.workspaceId, 24 * hourMs);
    expect(await entered("ann")).toEqual([1]);
  });

  test("goes by the dates as they are then, and lets nobody in by one that is gone by", async () => {
    await here.world.process(here.workspaceId, [
      identified("ann", { renewal: "2026-03-13" }),
      identified("bob", { renewal: "2026-03-13" }),
    ]);
    await publish("renew", { ...rest, trigger: { kind: "date", moment: { property: "person.renewal", at: "09:00" } } });
    await here.world.wait(here.workspaceId, hourMs);
    await state("renew", "paused");
    await here.world.process(here.workspaceId, [identified("bob", { renewal: "2026-03-20" }, 0)]);
    await here.world.wait(here.workspaceId, 4 * 24 * hourMs);
    await state("renew", "live");
    await here.world.wait(here.workspaceId, hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 0]);
    await here.world.wait(here.workspaceId, 7 * 24 * hourMs);
    expect(await entered("ann", "bob")).toEqual([0, 1]);
  });

  test("has noted who came to a stage and who left it", async () => {
    await makeJourney();
    await publish("stalled", { ...stalled(days(2)), ...rest });
    await comeToVerify("ann", "bob");
    await state("stalled", "paused");
    await act("bob", "First Report");
    await comeToVerify("cid");
    await here.world.wait(here.workspaceId, 24 * hourMs);
    await state("stalled", "live");
    await here.world.wait(here.workspaceId, 30 * hourMs);
    expect(await entered("ann", "bob", "cid")).toEqual([1, 0, 1]);
  });
});
