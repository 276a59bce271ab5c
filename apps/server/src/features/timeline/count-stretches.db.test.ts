import { profileIdOf } from "@throughline/domain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { countStretches } from "./count-stretches.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const at = (hour: number) => Date.UTC(2026, 2, 1, hour);

test("interactions count in the stretch of their profile that they fall into, however many stretches are asked for at once", async () => {
  const workspaceId = await pipeline.database.createWorkspace();
  const devices = Array.from({ length: 90 }, (_, index) => `device-${index}`);
  const hours = [1, 2, 3, 10, 11];
  await pipeline.process(
    workspaceId,
    devices.flatMap((anonymousId) =>
      hours.map((hour) => ({
        type: "track",
        event: "Seen",
        anonymousId,
        messageId: `${anonymousId} ${hour}`,
        timestamp: new Date(at(hour)).toISOString(),
      })),
    ),
  );
  const bounds = [0, at(2), ...Array.from({ length: 50 }, (_, index) => at(4) + index), at(10), at(11), at(12), Infinity];
  const stretches = devices.flatMap((device) =>
    bounds.slice(1).map((untilMs, index) => ({
      workspaceId,
      profileId: profileIdOf(workspaceId, "anonymousId", device),
      fromMs: bounds[index] as number,
      untilMs,
    })),
  );
  expect(stretches.length).toBeGreaterThan(4_000);
  const elsewhere = { ...(stretches[0] as (typeof stretches)[number]), workspaceId: await pipeline.database.createWorkspace() };
  const counts = await pipeline.database.db
    .transaction()
    .execute((tx) => countStretches(pipeline.clickhouse, tx, [elsewhere, ...stretches], new Map()));
  expect(counts.shift()).toEqual({ interactions: 0, firstSeen: null, lastSeen: null });
  const told = counts.map(({ interactions, firstSeen, lastSeen }, index) => ({
    fromMs: stretches[index]?.fromMs,
    found: [interactions, firstSeen?.getTime(), lastSeen?.getTime()],
  }));
  expect(told.filter(({ found }) => found[0] !== 0)).toEqual(
    devices.flatMap(() => [
      { fromMs: 0, found: [1, at(1), at(1)] },
      { fromMs: at(2), found: [2, at(2), at(3)] },
      { fromMs: at(10), found: [1, at(10), at(10)] },
      { fromMs: at(11), found: [1, at(11), at(11)] },
    ]),
  );
});
