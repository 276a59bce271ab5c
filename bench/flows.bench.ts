import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { flowDefinitionSchema, personIdOf } from "@throughline/contract";
import { profileIdOf } from "@throughline/domain";
import { sql } from "kysely";
import type { LogEntry } from "../apps/server/src/features/collect/index.ts";
import { createFlowTimer } from "../apps/server/src/features/flows/index.ts";
import { createFlow } from "../apps/server/src/features/flows/manage-flows.ts";
import { publishFlow } from "../apps/server/src/features/flows/publish-flow.ts";
import { createBatchProcessor } from "../apps/server/src/features/pipeline/index.ts";
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
import { keepBusy, percentile } from "./support/load.ts";

// npm run bench flows [people] [seconds] [runs waiting] [segments] [flows]: how long after an event what the arbiter allows is in the outbox, at 1,000 events a second; how fast runs that are due all at once
// go on, against plain transactions that write the same rows on the same durable Postgres.
const people = Number(process.argv[2] ?? 50_000);
const forSeconds = Number(process.argv[3] ?? 20);
const waiting = Number(process.argv[4] ?? 100_000);
const segments = Number(process.argv[5] ?? 50);
const flows = Number(process.argv[6] ?? 20);
const eventsPerSecond = 1_000;
const names = Array.from({ length: 100 }, (_, index) => `Event ${index}`);

const fail = (error: unknown) => {
  throw error;
};
const directory = await mkdtemp(join(tmpdir(), "throughline-bench-flows-"));
const postgres = await startThrowawayPostgres({ settings: {} });
const { db, pool, close } = connectPostgres<Database>({ url: postgres.url, maxConnections: 10, prepares: true, onIdleError: fail });
await migratePostgres(pool, fileURLToPath(new URL("../db/postgres", import.meta.url)));
const clickhouse = await createClickHouse({ dataDir: directory, log: createLog({ level: "warn" }) });
await migrateClickHouse(clickhouse, fileURLToPath(new URL("../db/clickhouse", import.meta.url)));
const timeline = createTimelineWriter({ clickhouse, onError: fail });
const processBatch = createBatchProcessor({ timeline });
const { rows: workspaces } = await sql<{ id: string }>`INSERT INTO workspace (slug, name) VALUES ('bench', 'Bench') RETURNING id`.execute(
  db,
);
const workspaceId = workspaces[0]?.id as string;
const access = testAccess(workspaceId, "owner");
const deps = { db, clickhouse, now: Date.now };

let position = 0;
let made = 0;
const eventOf = (userId: string, name: string): LogEntry => ({
  w: workspaceId,
  s: "00000000-0000-4000-8000-00000000000a",
  r: Date.now(),
  m: {
    type: "track",
    messageId: `m${made++}`,
    userId,
    anonymousId: null,
    name,
    groupId: null,
    previousId: null,
    properties: { plan: made % 2 === 0 ? "pro" : "free", amount: made % 1000 },
    traits: {},
    context: {},
    at: Date.now(),
  },
});
async function processEvents(entries: readonly LogEntry[]): Promise<void> {
  position++;
  const placed = entries.map((entry, index) => ({ entry, place: { partition: 0, position: String(position), index } }));
  const { remember } = await db.transaction().execute((tx) => processBatch(tx, placed, { recovering: false }));
  remember();
}
const anybody = (): string => `user ${Math.floor(Math.random() * people)}`;

async function fill(): Promise<void> {
  for (let from = 0; from < people; from += 4_000)
    await processEvents(
      Array.from({ length: Math.min(4_000, people - from) }, (_, index) => eventOf(`user ${from + index}`, names[99] as string)),
    );
  const content = JSON.stringify({ channel: "in_app", fallback: "en", locales: { en: { title: "Hello", text: "There" } } });
  await sql`
    INSERT INTO message_template (workspace_id, key, name, channel, draft, version, created_at, updated_at, updated_by) VALUES (${workspaceId}, 'hello', 'Hello', 'in_app', ${content}::jsonb, 1, now(), now(), 'Bench')`.execute(
    db,
  );
  await sql`INSERT INTO message_template_version (workspace_id, key, version, content, published_at, published_by) VALUES (${workspaceId}, 'hello', 1, ${content}::jsonb, now(), 'Bench')`.execute(
    db,
  );
  const within = { value: 7, unit: "day" as const };
  for (let index = 0; index < segments; index++)
    await createSegment(deps, access, {
      key: `segment-${index}`,
      name: `Segment ${index}`,
      predicate: { did: names[index % names.length] as string, count: { gte: 1 + (index % 3) }, within },
    });
  for (let index = 0; index < flows; index++) {
    const key = `flow-${index}`;
    const message = { kind: "message" as const, channel: "in_app" as const, template: "hello", purpose: "service" as const };
    const definition = flowDefinitionSchema.parse({
      trigger: { kind: "event", on: { event: names[index] } },
      entry: { again: "always", whileIn: true },
      exit: { on: [{ event: "Cancelled" }] },
      goal: { event: { event: names[(index + 50) % 100] }, within },
      start: "which",
      steps: {
        which: {
          kind: "branch",
          cases: [{ when: { did: names[(index + 1) % 100] as string, within }, next: "first" }],
          otherwise: "first",
        },
        first: { ...message, next: "rest" },
        rest: { kind: "wait", wait: { for: "duration", duration: { value: 30, unit: "day" } }, next: "second" },
        second: { ...message, next: null },
      },
    });
    await createFlow(deps, access, { key, name: key, description: "", definition });
    await publishFlow(deps, access, { key, note: "", runs: "drain" });
  }
  while (await computeStep(deps as Parameters<typeof computeStep>[0]));
}

const timer = createFlowTimer({ db, now: Date.now, countStretches: timeline.countStretches, onError: fail });

/** Events arrive evenly; a batch takes all that have arrived, as the pipeline does. Latency is from arrival to the commit, of events that let somebody in. */
async function paced(): Promise<{ timesMs: number[]; events: number }> {
  const startMs = performance.now();
  const timesMs: number[] = [];
  let taken = 0;
  while (performance.now() - startMs < forSeconds * 1000) {
    const arrived = Math.min(4_000, Math.floor(((performance.now() - startMs) / 1000) * eventsPerSecond) - taken);
    if (arrived < 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const batch = Array.from({ length: arrived }, () => eventOf(anybody(), names[Math.floor(Math.random() * 100)] as string));
    const first = taken;
    taken += arrived;
    await processEvents(batch);
    const doneMs = performance.now();
    batch.forEach((entry, index) => {
      if ("m" in entry && names.indexOf(entry.m.name ?? "") < flows)
        timesMs.push(doneMs - startMs - ((first + index) / eventsPerSecond) * 1000);
    });
  }
  return { timesMs, events: taken };
}

/** Runs that wait and are all due now. */
async function makeWaiting(): Promise<void> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM flow WHERE workspace_id = ${workspaceId} ORDER BY key`.execute(db);
  for (let from = 0; from < waiting; from += 5_000) {
    const list = Array.from({ length: Math.min(5_000, waiting - from) }, (_, index) => {
      const profileId = profileIdOf(workspaceId, "userId", `user ${(from + index) % people}`);
      return {
        id: randomUUID(),
        flowId: rows[(from + index) % rows.length]?.id,
        profileId,
        key: `bench ${from + index}`,
        person: personIdOf(profileId),
      };
    });
    await sql`
      INSERT INTO flow_run (id, workspace_id, flow_id, version, profile_id, entry_key, entered_at, entered_by, state, side, step, since, due_at, watched, memory)
      SELECT w.id, ${workspaceId}::uuid, w."flowId", 1, w."profileId", w.key, now(), 'Bench', 'waiting', 'treated', 'rest', now(), now(), true,
        jsonb_build_object('person', w.person, 'event', null, 'visits', '{"rest": 1}'::jsonb, 'kept', '{}'::jsonb, 'answers', '{}'::jsonb, 'waiting', jsonb_build_object('for', 'time', 'dueMs', 0))
      FROM jsonb_to_recordset(${JSON.stringify(list)}::jsonb) AS w(id uuid, "flowId" uuid, "profileId" bigint, key text, person text)`.execute(
      db,
    );
  }
  await sql`ANALYZE flow_run`.execute(db);
}

/** What one advance writes, without looking at anything: the least that keeping one costs. */
async function writeTheSame(): Promise<void> {
  const userId = anybody();
  const profileId = profileIdOf(workspaceId, "userId", userId);
  const [id, touch] = [randomUUID(), randomUUID()];
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO attention_budget AS b (workspace_id, person_id) VALUES ($1, $2) ON CONFLICT (workspace_id, person_id) DO UPDATE SET decisions = b.decisions + 1",
      [workspaceId, profileId],
    );
    await client.query(
      `INSERT INTO touch_decision (id, workspace_id, touch_id, attempt, profile_id, kind, purpose, flow, touch, answer, reason, worth, verdicts, held_by, rules_version, decided_at, takes_attention)
       VALUES ($1, $2, $3, 1, $4, 'message', 'service', 'baseline', '{}', 'now', 'Baseline', 5, $5, '{}', 0, now(), false)`,
      [randomUUID(), workspaceId, touch, profileId, verdicts],
    );
    await client.query(
      "INSERT INTO message (id, workspace_id, key, touch_id, profile_id, channel, template, purpose, flow, step, context, queued_at, next_at) VALUES ($1, $2, $3, $3, $4, 'in_app', 'hello', 'service', 'baseline', 'second', '{}', now(), now())",
      [randomUUID(), workspaceId, touch, profileId],
    );
    await client.query(
      `INSERT INTO flow_run (id, workspace_id, flow_id, version, profile_id, entry_key, entered_at, entered_by, state, side, step, since, ended_at, watched, memory)
       SELECT $1, $2, id, 1, $3, $4, now(), 'Baseline', 'finished', 'treated', 'second', now(), now(), false, '{}' FROM flow WHERE workspace_id = $2 LIMIT 1`,
      [id, workspaceId, profileId, touch],
    );
    await client.query(
      "INSERT INTO flow_run_event (run_id, seq, at, step, what, sentence, evidence) SELECT $1, n, now(), 'second', 'arrived', 'Came to it.', '{}' FROM generate_series(0, 5) n",
      [id],
    );
    await client.query(
      "INSERT INTO own_interaction (workspace_id, key, profile_id, name, at, actor, channel, properties) SELECT $1, $2 || n, $3, 'Flow Exited', now(), 'system', 'server', '{}' FROM generate_series(1, 2) n",
      [workspaceId, touch, profileId],
    );
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

const count = async (table: string): Promise<number> =>
  Number(
    (await sql<{ n: string }>`SELECT count(*) AS n FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId}`.execute(db)).rows[0]?.n,
  );
let verdicts = "[]";
try {
  await fill();
  await timer.run();
  const { timesMs, events } = await paced();
  const entered = await count("flow_run");
  const messages = await count("message");
  await makeWaiting();
  const startMs = performance.now();
  await timer.run();
  const seconds = (performance.now() - startMs) / 1000;
  const memoryMb = Math.round(process.memoryUsage().rss / 1e6);
  const { rows } = await sql<{ verdicts: unknown }>`SELECT verdicts FROM touch_decision LIMIT 1`.execute(db);
  verdicts = JSON.stringify(rows[0]?.verdicts ?? []);
  const baseline = await keepBusy(8, Math.min(forSeconds, 8) * 1000, writeTheSame);
  const result = {
    bench: "flows",
    people,
    segments,
    flows,
    eventsPerSecond: Math.round(events / forSeconds),
    eventToOutboxP50Ms: Math.round(percentile(timesMs, 0.5)),
    eventToOutboxP99Ms: Math.round(percentile(timesMs, 0.99)),
    entered,
    messages,
    waiting,
    advancedInSeconds: Math.round(seconds * 10) / 10,
    advancesPerSecond: Math.round(waiting / seconds),
    baselinePerSecond: Math.round(baseline.done / baseline.seconds),
    ratioToBaseline: Math.round((waiting / seconds / (baseline.done / baseline.seconds)) * 100) / 100,
    memoryMb,
  };
  console.table(result);
  console.log(JSON.stringify(result));
} finally {
  await timeline.flush();
  await clickhouse.close();
  await close();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}
