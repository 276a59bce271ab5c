import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Predicate } from "@throughline/contract";
import { sql } from "kysely";
import { createBatchProcessor } from "../apps/server/src/features/pipeline/index.ts";
import type { LogEntry } from "../apps/server/src/features/collect/index.ts";
import { computeStep } from "../apps/server/src/features/segments/compute-segments.ts";
import { createSegment } from "../apps/server/src/features/segments/create-segment.ts";
import { createTimelineWriter } from "../apps/server/src/features/timeline/index.ts";
import { createClickHouse, migrateClickHouse } from "../apps/server/src/platform/clickhouse/index.ts";
import { connectPostgres } from "../apps/server/src/platform/postgres/connect-postgres.ts";
import type { Database } from "../apps/server/src/platform/postgres/database.ts";
import { migratePostgres } from "../apps/server/src/platform/postgres/migrate.ts";
import { startThrowawayPostgres } from "../apps/server/src/platform/postgres/throwaway-postgres.ts";
import { createLog } from "../apps/server/src/platform/telemetry/create-log.ts";
import { testAccess } from "../apps/server/src/testing/test-access.ts";
import { cpuTimeMs } from "./support/cpu-time.ts";

// npm run bench segments [people] [segments] [person|account]: what live segments cost the pipeline (the same batches without any, in the same run), how much they remember of a
// person, and how long their past takes. Of accounts: everybody is in one of twenty people, and every second event names it.
const people = Number(process.argv[2] ?? 1_000_000);
const segments = Number(process.argv[3] ?? 50);
const of = process.argv[4] === "account" ? "account" : "person";
const peopleInAccount = 20;
const eventsPerBatch = 4_000;
const measuredBatches = Math.max(5, Math.min(50, Math.ceil(people / eventsPerBatch)));
const dayMs = 86_400_000;
const names = Array.from({ length: 20 }, (_, index) => `Event ${index}`);

const fail = (error: unknown) => {
  throw error;
};
const directory = await mkdtemp(join(tmpdir(), "throughline-bench-segments-"));
const postgres = await startThrowawayPostgres({ settings: {} });
const { db, pool, close } = connectPostgres<Database>({ url: postgres.url, maxConnections: 4, prepares: true, onIdleError: fail });
await migratePostgres(pool, fileURLToPath(new URL("../db/postgres", import.meta.url)));
const clickhouse = await createClickHouse({ dataDir: directory, log: createLog({ level: "warn" }) });
await migrateClickHouse(clickhouse, fileURLToPath(new URL("../db/clickhouse", import.meta.url)));
const timeline = createTimelineWriter({ clickhouse, onError: fail });
const processBatch = createBatchProcessor({ timeline });
const { rows } = await sql<{ id: string }>`INSERT INTO workspace (slug, name) VALUES ('bench', 'Bench') RETURNING id`.execute(db);
const workspaceId = rows[0]?.id as string;

let position = 0;
let state = 1;
/** The same numbers in every run: mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c. */
function chance(most: number): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
}

async function processEvents(userOf: () => number, agoMs: () => number): Promise<void> {
  position++;
  const receivedAt = Date.now();
  const placed = Array.from({ length: eventsPerBatch }, (_, index) => {
    const user = userOf();
    const entry: LogEntry = {
      w: workspaceId,
      s: "00000000-0000-4000-8000-00000000000a",
      r: receivedAt,
      m: {
        type: "track",
        messageId: `m${position}-${index}`,
        userId: `user ${user}`,
        anonymousId: null,
        name: names[chance(names.length)] as string,
        groupId: null,
        previousId: null,
        properties: { plan: chance(2) === 0 ? "pro" : "free", amount: chance(1000) },
        traits: {},
        context: of === "account" && index % 2 === 0 ? { groupId: `account ${Math.floor(user / peopleInAccount)}` } : {},
        at: receivedAt - agoMs(),
      },
    };
    return { entry, place: { partition: 0, position: String(position), index } };
  });
  const { remember } = await db.transaction().execute((tx) => processBatch(tx, placed, { recovering: false }));
  remember();
}

const seconds = async (run: () => Promise<void>): Promise<number> => {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1000;
};
/** Fresh events of anybody: how many a second, and how many µs of CPU each costs (this process and its stores). */
async function measure(): Promise<{ perSecond: number; cpuUs: number }> {
  const before = cpuTimeMs();
  const took = await seconds(async () => {
    for (let batch = 0; batch < measuredBatches; batch++)
      await processEvents(
        () => chance(people),
        () => 0,
      );
  });
  const events = measuredBatches * eventsPerBatch;
  return { perSecond: Math.round(events / took), cpuUs: Math.round(((cpuTimeMs() - before) * 1000) / events) };
}

/** Counts within a week, nobody who did, sequences, any event with a property, and segments of segments, in turn. */
function predicateOf(index: number): Predicate {
  const name = names[index % names.length] as string;
  const other = names[(index + 7) % names.length] as string;
  const within = { value: 7, unit: "day" as const };
  const where = { property: "event.plan", op: "eq" as const, value: "pro" };
  if (index % 5 === 0) return { did: name, count: { gte: 1 + (index % 3) }, within };
  if (index % 5 === 1) return { all: [{ did: name }, { did: other, count: { eq: 0 }, within }] };
  if (index % 5 === 2) return { sequence: [name, { event: other, where }], within };
  if (index % 5 === 3) return { did: [name, other], where, count: { gte: 2 } };
  return { all: [{ segment: `segment-${index - 4}` }, { not: { segment: `segment-${index - 3}` } }] };
}

// Everybody once, and as much again of anybody, over thirty days.
let next = 0;
const loaded = Math.ceil((people * 2) / eventsPerBatch);
for (let batch = 0; batch < loaded; batch++)
  await processEvents(
    () => (next < people ? next++ : chance(people)),
    () => chance(30) * dayMs,
  );
const without = await measure();
const access = testAccess(workspaceId, "owner");
const deps = { db, clickhouse, now: Date.now };
for (let index = 0; index < segments; index++)
  await createSegment(deps, access, { key: `segment-${index}`, name: `Segment ${index}`, of, predicate: predicateOf(index) });
const cpuBefore = cpuTimeMs();
const backfillSeconds = await seconds(async () => {
  while (await computeStep(deps));
});
const backfillCpuSeconds = (cpuTimeMs() - cpuBefore) / 1000;
const withSegments = await measure();
const { rows: sizes } = await sql<{ bytes: string; matches: string; members: string }>`
  SELECT pg_total_relation_size('segment_match') + pg_total_relation_size('segment_due') + pg_total_relation_size('segment_account_match') + pg_total_relation_size('segment_account_due') AS bytes,
    (SELECT count(*) FROM segment_match) + (SELECT count(*) FROM segment_account_match) AS matches, (SELECT count(*) FROM segment_member) AS members`.execute(
  db,
);
const result = {
  bench: "segments",
  people,
  segments,
  of,
  eventsPerSecondWithout: without.perSecond,
  eventsPerSecondWith: withSegments.perSecond,
  kept: Math.round((withSegments.perSecond / without.perSecond) * 1000) / 1000,
  cpuUsPerEventWithout: without.cpuUs,
  cpuUsPerEventWith: withSegments.cpuUs,
  cpuKept: Math.round((without.cpuUs / withSegments.cpuUs) * 1000) / 1000,
  bytesPerPerson: Math.round(Number(sizes[0]?.bytes) / people),
  matchRows: Number(sizes[0]?.matches),
  members: Number(sizes[0]?.members),
  backfillSeconds: Math.round(backfillSeconds * 10) / 10,
  backfillCpuSeconds: Math.round(backfillCpuSeconds * 10) / 10,
};
console.table(result);
await timeline.flush();
await clickhouse.close();
await close();
await postgres.stop();
await rm(directory, { recursive: true, force: true });
console.log(JSON.stringify(result));
