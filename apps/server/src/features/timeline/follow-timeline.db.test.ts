import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import fc from "fast-check";
import { checkMessage, profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { stretchesOfPerson } from "../people/index.ts";
import { currentPlace, followTimeline, type FollowDeps } from "./follow-timeline.ts";
import { readLivePlace } from "./live-place.ts";
import type { TimelineFilter } from "./read-timeline.ts";

let pipeline: TestPipeline;
let workspaceId: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());
beforeEach(async () => {
  workspaceId = await pipeline.database.createWorkspace();
});

const receivedAt = Date.parse("2026-03-10T12:00:00Z");
const listeners = new Set<() => void>();
const deps = (): FollowDeps => ({
  db: pipeline.database.db,
  clickhouse: pipeline.clickhouse,
  now: () => receivedAt + 1_000,
  news: {
    start: async () => {},
    close: async () => {},
    on: (_channel, listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  },
});

let made = 0;
const positions = new Map<number, number>();
/** A batch of one partition; it commits unless `breaks`. Gives the message ids in order. */
async function process(partition: number, who: readonly object[], { breaks = false } = {}): Promise<string[]> {
  const position = (positions.get(partition) ?? 10_000) + 1;
  positions.set(partition, position);
  const placed = who.map((one, index) => {
    const checked = checkMessage(
      { type: "track", event: "A", messageId: `m${++made}`, timestamp: "2026-03-01T10:00:00Z", ...one },
      { receivedAt, newMessageId: () => "" },
    );
    if ("rejection" in checked) throw new Error(checked.rejection.message);
    return {
      entry: { w: workspaceId, s: "00000000-0000-4000-8000-00000000000a", r: receivedAt, m: checked.message },
      place: { partition, position: String(position), index },
    };
  });
  const done = pipeline.database.db.transaction().execute(async (tx) => {
    const { remember } = await pipeline.processBatch(tx, placed, { recovering: false });
    await sql`UPDATE log_consumer SET position = ${position} WHERE partition = ${partition}`.execute(tx);
    if (breaks) throw new Error("broken");
    remember();
  });
  if (breaks) await expect(done).rejects.toThrow("broken");
  else await done;
  listeners.forEach((listener) => listener());
  return placed.map(({ entry }) => entry.m.messageId);
}

type Followed = { ids: string[]; place: string };
/** Follows from a place until it has seen so many. */
async function follow(
  start: Parameters<typeof followTimeline>[3],
  count: number,
  filter: () => Promise<TimelineFilter> = async () => ({}),
): Promise<Followed> {
  const abort = new AbortController();
  const seen: Followed = { ids: [], place: "" };
  for await (const { interaction, place } of followTimeline(deps(), workspaceId, filter, start, abort.signal)) {
    seen.ids.push(interaction.messageId);
    seen.place = place;
    if (seen.ids.length === count) break;
  }
  abort.abort();
  return seen;
}

describe("following the timeline", () => {
  test("tells of everything once and in order, however often one comes back and wherever one was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
        async (batches, stays) => {
          workspaceId = await pipeline.database.createWorkspace();
          let place = await currentPlace(deps());
          const all: string[] = [];
          const seen: string[] = [];
          const catchUp = async (count: number) => {
            const part = await follow(place, Math.min(count, all.length - seen.length));
            seen.push(...part.ids);
            place = readLivePlace(part.place);
          };
          for (const [index, [partition, size]] of batches.entries()) {
            all.push(
              ...(await process(
                partition,
                Array.from({ length: size }, () => ({ userId: "u1" })),
              )),
            );
            await catchUp(stays[index] ?? 1);
          }
          while (seen.length < all.length) await catchUp(3);
          expect([...seen].sort()).toEqual([...all].sort());
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  test("keeps the order of each partition, also through more than one read holds", async () => {
    const start = await currentPlace(deps());
    const first = await process(
      0,
      Array.from({ length: 700 }, () => ({ userId: "u1" })),
    );
    const second = await process(
      1,
      Array.from({ length: 5 }, () => ({ userId: "u2" })),
    );
    expect((await follow(start, 705)).ids).toEqual([...first, ...second]);
  });

  test("waits for what comes, and says nothing of what a broken batch left behind until it is true", async () => {
    const start = await currentPlace(deps());
    const following = follow(start, 3);
    const [lost] = await process(2, [{ userId: "u1" }], { breaks: true });
    const there = await process(3, [{ userId: "u2" }, { userId: "u2" }, { userId: "u2" }]);
    expect((await following).ids).toEqual(there);
    expect(there).not.toContain(lost);
  });

  test("follows one person with every device that becomes theirs meanwhile, and nobody else", async () => {
    const start = await currentPlace(deps());
    const [personId] = [profileIdOf(workspaceId, "userId", "u1")];
    const filter = async () => ({ stretches: await stretchesOfPerson(pipeline.database.db, workspaceId, personId) });
    const mine = await process(0, [{ userId: "u1", anonymousId: "d1" }]);
    const following = follow(start, 3, filter);
    await process(1, [{ userId: "u2" }]);
    mine.push(...(await process(2, [{ anonymousId: "d1" }])), ...(await process(0, [{ userId: "u1" }])));
    expect((await following).ids.sort()).toEqual(mine.sort());
  });

  test("says nothing of another workspace", async () => {
    const start = await currentPlace(deps());
    const mine = workspaceId;
    workspaceId = await pipeline.database.createWorkspace();
    await process(0, [{ userId: "u1" }]);
    workspaceId = mine;
    const [own] = await process(0, [{ userId: "u1" }]);
    expect((await follow(start, 1)).ids).toEqual([own]);
  });

  test("goes on from now for those whose place lies beyond the log, as after a restore, or days back", async () => {
    await process(0, [{ userId: "u1" }]);
    const beyond = { places: new Map([[0, { position: "999999999", index: 3 }]]), receivedAfterMs: receivedAt - 1_000 };
    const following = follow(beyond, 1, async () => ({ name: "B" }));
    await vi.waitFor(() => expect(listeners.size).toBe(1));
    const [next] = await process(0, [{ userId: "u1", event: "B" }]);
    expect((await following).ids).toEqual([next]);
  });

  test("lets go of everything when it is aborted, while it waits or while it tells", async () => {
    const abort = new AbortController();
    const waiting = followTimeline(deps(), workspaceId, async () => ({}), await currentPlace(deps()), abort.signal);
    const next = waiting.next();
    await vi.waitFor(() => expect(listeners.size).toBe(1));
    abort.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(listeners.size).toBe(0);

    const start = await currentPlace(deps());
    await process(0, [{ userId: "u1" }, { userId: "u1" }]);
    const telling = followTimeline(deps(), workspaceId, async () => ({}), start, new AbortController().signal);
    await telling.next();
    expect(listeners.size).toBe(1);
    await telling.return(undefined);
    expect(listeners.size).toBe(0);
  });
});
