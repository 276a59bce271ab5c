import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { identified } from "../segments/live-segments.fixture.ts";
import { days, hourMs, message, useFlowWorld } from "./flow-runs.fixture.ts";

const here = useFlowWorld();
const { act, publish } = here;
beforeEach(async () => {
  for (const key of ["vips", "trials"])
    await sql`INSERT INTO segment (workspace_id, key, name, created_by) VALUES (${here.workspaceId}, ${key}, ${key}, 'Test')`.execute(
      here.world.db,
    );
});

const stateOf = async (user: string, key: string) =>
  (await here.world.runs(here.workspaceId, user)).find(({ flow }) => flow.key === key)?.state;
/** What the timeline is told of changes, until nothing more happens. */
async function toldOfChanges(): Promise<Record<string, unknown>[]> {
  const told: Record<string, unknown>[] = [];
  for (let round = 0; round < 8; round++) {
    await here.world.lookAtDue();
    await here.world.timer.run();
    const sent = await here.world.sendOwn(here.workspaceId);
    told.push(...sent.flatMap((entry) => ("m" in entry && entry.m.name === "Person Changed" ? [entry.m.properties] : [])));
  }
  return told;
}
const change = {
  start: "c",
  steps: {
    c: {
      kind: "change" as const,
      label: "Mark them",
      traits: [
        { trait: "stage", value: "trial of {{ event.properties.plan }}" },
        { trait: "old", value: null },
        { trait: "same", value: 7 },
      ],
      addTo: ["vips"],
      removeFrom: ["trials"],
      next: "b",
    },
    b: { kind: "branch" as const, cases: [{ when: { segment: "vips" }, next: "in" }], otherwise: null },
    in: { kind: "exit" as const },
  },
};

test("a change stands on the timeline once, with what is another now and the step that did it, whatever dies in between", async () => {
  await here.world.process(here.workspaceId, [identified("ann", { stage: "new", old: true, same: 7 })]);
  await publish("mark", change);
  await sql`CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$`.execute(
    here.world.db,
  );
  await act("ann", "Trial Started", { plan: "growth" });
  // The transaction dies after everything else in it was done.
  await sql`CREATE TRIGGER dies AFTER INSERT ON flow_count FOR EACH STATEMENT EXECUTE FUNCTION die()`.execute(here.world.db);
  await expect(here.world.timer.run()).rejects.toThrow("killed");
  await sql`DROP TRIGGER dies ON flow_count`.execute(here.world.db);
  expect(await here.world.members(here.workspaceId, "vips")).toEqual([]);
  const [run] = await here.world.runs(here.workspaceId, "ann");
  expect(await toldOfChanges()).toEqual([
    {
      what: 'stage is "trial of growth", old is taken away, into vips',
      flow: "mark",
      name: "mark",
      version: 1,
      run: run?.id,
      step: "c",
      stepName: "Mark them",
      traits: { stage: "trial of growth", old: null },
      addedTo: ["vips"],
      removedFrom: [],
    },
  ]);
  expect((await here.world.runs(here.workspaceId, "ann")).map(({ state, step }) => `${state} ${step}`)).toEqual(["finished in"]);
});

test("where everything is so already nothing is told", async () => {
  await here.world.process(here.workspaceId, [identified("ann", { stage: "gone" })]);
  await publish("again", {
    entry: { again: "always" },
    start: "c",
    steps: { c: { kind: "change", traits: [{ trait: "stage", value: "here" }], addTo: ["vips"], next: null } },
  });
  await act("ann", "Trial Started");
  expect(await toldOfChanges()).toHaveLength(1);
  await act("ann", "Trial Started");
  expect(await toldOfChanges()).toEqual([]);
  expect(await here.world.runs(here.workspaceId, "ann")).toHaveLength(2);
});

test("other flows hear of it: by what they wait for, what ends them, a date that moved, and by its name", async () => {
  const rest = { kind: "wait" as const, wait: { for: "duration" as const, duration: days(20) }, next: null };
  const waitFor = (when: object) => ({
    kind: "wait" as const,
    wait: { for: "predicate" as const, when: when as never, timeout: days(20) },
    next: null,
  });
  await here.world.process(here.workspaceId, [identified("ann", { stage: "new", renewal: "2026-04-20" })]);
  await here.world.create(here.workspaceId, "staged", { property: "person.stage", op: "eq", value: "trial" });
  await here.world.compute();
  const began = { trigger: { kind: "event" as const, on: { event: "Began" } } };
  await publish("by-trait", { ...began, start: "w", steps: { w: waitFor({ property: "person.stage", op: "eq", value: "trial" }) } });
  await publish("by-list", { ...began, start: "w", steps: { w: waitFor({ segment: "vips" }) } });
  await publish("ends", { ...began, exit: { when: { segment: "vips" } }, start: "rest", steps: { rest } });
  await publish("by-date", {
    ...began,
    start: "w",
    steps: { w: { kind: "wait", wait: { for: "date", moment: { property: "person.renewal", days: -1, at: "09:00" } }, next: null } },
  });
  await publish("by-segment", { trigger: { kind: "segment", segment: "staged", on: "entered" }, start: null });
  await publish("by-name", { trigger: { kind: "event", on: { event: "Person Changed" } }, start: "m", steps: { m: message(null) } });
  await act("ann", "Began");
  const before = await Promise.all(["by-trait", "by-list", "ends", "by-date", "by-segment", "by-name"].map((key) => stateOf("ann", key)));
  expect(before).toEqual(["waiting", "waiting", "waiting", "waiting", undefined, undefined]);
  await publish("change", {
    start: "c",
    steps: {
      c: {
        kind: "change",
        traits: [
          { trait: "stage", value: "trial" },
          { trait: "renewal", value: "2026-03-12" },
        ],
        addTo: ["vips"],
        next: null,
      },
    },
  });
  await act("ann", "Trial Started");
  expect(await toldOfChanges()).toHaveLength(1);
  const after = await Promise.all(["by-trait", "by-list", "ends", "by-date", "by-segment", "by-name"].map((key) => stateOf("ann", key)));
  expect(after).toEqual(["finished", "finished", "left", "waiting", "finished", "finished"]);
  await here.world.wait(here.workspaceId, 24 * hourMs);
  expect(await stateOf("ann", "by-date")).toBe("finished");
  expect(await here.world.outbox(here.workspaceId)).toEqual(["m:1"]);
});
