import { journeyDefinitionSchema, type JourneyDefinition } from "@throughline/contract";
import { expect, test } from "vitest";
import { createJourney, deleteJourney, updateJourney } from "../journeys/manage-journeys.ts";
import { createStageResolver } from "../journeys/stage-resolver.ts";
import { explainMembership } from "./explain-membership.ts";
import { did, hourMs, useSegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, getSegment } from "./manage-segments.ts";
import { previewSegment } from "./preview-segment.ts";

const here = useSegmentStage();
const { editor, personOf } = here;

const onboarding = (more: object = {}): JourneyDefinition =>
  journeyDefinitionSchema.parse({
    key: "onboarding",
    name: "Onboarding",
    entry: { event: "Signed Up" },
    stages: [
      { key: "verify", name: "Verify", matches: [{ event: "Verification Started" }] },
      { key: "invite", name: "Invite", matches: [{ event: "Invited" }] },
    ],
    goal: [{ event: "Activated" }],
    window: { value: 14, unit: "day" },
    ...more,
  });
const verifying = { stage: { journey: "onboarding", stage: "verify" } };
const preview = (predicate: object) =>
  previewSegment({ ...here.stage.deps, stages: createStageResolver(here.stage.deps) }, editor(), {
    predicate: predicate as typeof verifying,
  });

test("a segment of a journey's stage has those of before, is left with the next stage, and by the end of the window", async () => {
  await createJourney(here.stage.deps, editor(), onboarding());
  await here.stage.process(here.workspaceId, [
    ...["ann", "bob"].flatMap((who) => [did(who, "Signed Up", 30), did(who, "Verification Started", 20)]),
    did("cid", "Verification Started", 20),
  ]);
  await here.stage.create(here.workspaceId, "verifying", verifying);
  await here.stage.compute();
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["ann", "bob"]);
  await here.stage.mirror();
  expect(await preview(verifying)).toMatchObject({ people: 2, of: 3 });
  await here.stage.process(here.workspaceId, [did("ann", "Invited", 1)]);
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["bob"]);
  const why = await explainMembership(here.stage.deps, editor(), { key: "verifying", id: personOf("bob") });
  expect(why.explanation?.text).toBe("is at Verify of Onboarding");
  expect(why.explanation?.found).toMatchObject({
    text: "is at Verify",
    lastAt: "2026-03-09T16:00:00.000Z",
    changesAt: "2026-03-23T06:00:00.001Z",
  });
  await here.stage.pass((14 * 24 - 30) * hourMs);
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["bob"]);
  await here.stage.pass(1);
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual([]);
});

test("a changed journey is computed beside, one that cannot be followed any more is told, and one that is used stays", async () => {
  await createJourney(here.stage.deps, editor(), onboarding());
  await here.stage.process(here.workspaceId, [
    did("ann", "Signed Up", 30),
    did("ann", "Verification Started", 20),
    did("bob", "Signed Up", 30),
    did("bob", "Code Sent", 9),
  ]);
  await here.stage.create(here.workspaceId, "verifying", verifying);
  await here.stage.compute();
  const [first, second] = onboarding().stages;
  const changed = onboarding({ stages: [{ ...first, matches: [{ event: "Code Sent" }] }, second] });
  await updateJourney(here.stage.deps, editor(), onboarding({ name: "Getting started" }));
  expect(await getSegment(here.stage.deps, editor(), { key: "verifying" })).toMatchObject({ progress: null, nextPredicate: null });
  await updateJourney(here.stage.deps, editor(), changed);
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["ann"]);
  await here.stage.compute();
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["bob"]);

  await updateJourney(here.stage.deps, editor(), { ...changed, by: "account" });
  await here.stage.compute();
  expect(await getSegment(here.stage.deps, editor(), { key: "verifying" })).toMatchObject({
    state: "live",
    failure: expect.stringContaining("a journey of accounts"),
  });
  expect(await here.stage.members(here.workspaceId, "verifying")).toEqual(["bob"]);
  await updateJourney(here.stage.deps, editor(), changed);
  await here.stage.compute();
  expect(await getSegment(here.stage.deps, editor(), { key: "verifying" })).toMatchObject({ failure: null });
  await expect(deleteJourney(here.stage.deps, editor(), { key: "onboarding" })).rejects.toThrow(
    "Live segments speak of its stages: verifying.",
  );
  await deleteSegment(here.stage.deps, editor(), { key: "verifying" });
  await deleteJourney(here.stage.deps, editor(), { key: "onboarding" });
});

test("what a live segment cannot follow of journeys and scores is refused", async () => {
  await createJourney(here.stage.deps, editor(), onboarding());
  await expect(here.stage.create(here.workspaceId, "a", { stage: { journey: "renewal", stage: "verify" } })).rejects.toThrow(
    "a journey that is not there: renewal",
  );
  await expect(here.stage.create(here.workspaceId, "a", { stage: { journey: "onboarding", stage: "pay" } })).rejects.toThrow(
    "does not have: pay",
  );
  await expect(here.stage.create(here.workspaceId, "a", { score: "health", op: "lt", value: 3 })).rejects.toThrow(
    "is no score that is known",
  );
});

test("a segment by the latest score changes with the answer, and its preview counts the same", async () => {
  const unhappy = {
    any: [
      { score: "nps", op: "lte" as const, value: 6 },
      { score: "review", op: "lt" as const, value: 3 },
    ],
  };
  const answers = (who: string, score: unknown, hoursAgo: number) => did(who, "Survey Answered", hoursAgo, { kind: "nps", score });
  await here.stage.process(here.workspaceId, [
    answers("ann", 9, 30),
    answers("ann", 3, 20),
    answers("bob", 2, 30),
    answers("bob", 10, 5),
    answers("cid", "2", 4),
  ]);
  await here.stage.create(here.workspaceId, "unhappy", unhappy);
  await here.stage.compute();
  expect(await here.stage.members(here.workspaceId, "unhappy")).toEqual(["ann"]);
  await here.stage.process(here.workspaceId, [did("dora", "Review Posted", 1, { rating: 1 }), answers("ann", 7, 1), answers("bob", 0, 6)]);
  expect(await here.stage.members(here.workspaceId, "unhappy")).toEqual(["dora"]);
  await here.stage.mirror();
  expect(await preview(unhappy)).toMatchObject({ people: 1, of: 4 });
  expect((await explainMembership(here.stage.deps, editor(), { key: "unhappy", id: personOf("bob") })).explanation?.parts[0]).toMatchObject(
    {
      holds: false,
      found: { text: "is 10" },
    },
  );
});
