import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testAccess } from "../../testing/test-access.ts";
import { ensureSampleSegments, sampleSegments } from "./ensure-sample-segments.ts";
import { createSegmentStage, type SegmentStage } from "./live-segments.fixture.ts";
import { deleteSegment, listSegments } from "./manage-segments.ts";

let stage: SegmentStage;
beforeAll(async () => {
  stage = await createSegmentStage();
});
afterAll(() => stage.close());

const keysIn = async (workspaceId: string): Promise<string[]> =>
  (await listSegments(stage.deps, testAccess(workspaceId, "editor"), { limit: 50 })).items.map(({ key }) => key).sort();
const loaded = (workspaceId: string, done: boolean) =>
  sql`UPDATE workspace SET is_sample = true, metadata = ${JSON.stringify({ sample: { done } })} WHERE id = ${workspaceId}`.execute(
    stage.deps.db,
  );
const all = sampleSegments.map(({ key }) => key).sort();

test("the sample company has live segments when it is loaded, once; those that are deleted do not come back, and nobody else gets any", async () => {
  const [sample, loading, own, other] = [
    await stage.workspace(),
    await stage.workspace(),
    await stage.workspace(),
    await stage.workspace(),
  ];
  await loaded(sample, true);
  await loaded(loading, false);
  await loaded(own, true);
  await stage.create(own, "mine", { did: "Paid" });
  await ensureSampleSegments(stage.deps.db);
  await stage.compute();
  expect(await keysIn(sample)).toEqual(all);
  expect(await keysIn(loading)).toEqual([]);
  expect(await keysIn(own)).toEqual(["mine"]);
  expect(await keysIn(other)).toEqual([]);
  await deleteSegment(stage.deps, testAccess(sample, "editor"), { key: all[0] as string });
  await ensureSampleSegments(stage.deps.db);
  expect(await keysIn(sample)).toEqual(all.slice(1));
});
