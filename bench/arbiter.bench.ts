// npm run bench arbiter [seconds] [people]: decisions of the arbiter, against plain transactions that write the same rows, on one durable Postgres.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { touchSchema, type Touch } from "../packages/contract/src/index.ts";
import { decideTouches } from "../apps/server/src/features/arbiter/index.ts";
import { connectPostgres } from "../apps/server/src/platform/postgres/connect-postgres.ts";
import type { Database } from "../apps/server/src/platform/postgres/database.ts";
import { migratePostgres } from "../apps/server/src/platform/postgres/migrate.ts";
import { startThrowawayPostgres } from "../apps/server/src/platform/postgres/throwaway-postgres.ts";
import { keepBusy, percentile } from "./support/load.ts";

const forMs = Number(process.argv[2] ?? 8) * 1000;
const people = Number(process.argv[3] ?? 20_000);
const lanes = 8;
const workspaceId = randomUUID();
const nowMs = Date.parse("2026-03-11T12:00:00Z");

const postgres = await startThrowawayPostgres({ settings: {} });
const { db, pool, close } = connectPostgres<Database>({ url: postgres.url, maxConnections: lanes });

/** People with an e-mail address, a consent, an account, some decisions of the last month and a ticket each. */
async function fill(): Promise<void> {
  await migratePostgres(pool, fileURLToPath(new URL("../db/postgres", import.meta.url)));
  const run = (statement: string) => pool.query(statement, statement.includes("$1") ? [workspaceId] : []);
  await run("INSERT INTO workspace (id, slug, name) VALUES ($1, 'bench', 'Bench')");
  await run(
    `INSERT INTO profile (workspace_id, id, kind, value, person_id, first_seen, last_seen) SELECT $1::uuid, n, 'userId', 'u' || n, n, now(), now() FROM generate_series(1, ${people}) n`,
  );
  await run(
    `INSERT INTO person (workspace_id, id, known, email, traits, first_seen, last_seen) SELECT $1::uuid, n, true, 'u' || n || '@x.example', '{"timezone": "Europe/Berlin"}', now(), now() FROM generate_series(1, ${people}) n`,
  );
  await run(
    `INSERT INTO consent SELECT $1::uuid, n, 'marketing', '2026-01-01', 'm' || n, true, 'bench' FROM generate_series(1, ${people}) n`,
  );
  await run(
    `INSERT INTO person_matter SELECT $1::uuid, n, 'conversation', 'ticket ' || n, '2026-02-01', '2026-02-02', '2026-02-02' FROM generate_series(1, ${people}) n`,
  );
  await run(
    `INSERT INTO account (workspace_id, id, key, traits, first_seen, last_seen) SELECT $1::uuid, n, 'a' || n, '{"tier": ["growth", 1, "m"]}', now(), now() FROM generate_series(1, ${people / 10}) n`,
  );
  await run(
    `INSERT INTO account_member (workspace_id, account_id, profile_id, first_seen, last_seen) SELECT $1::uuid, 1 + n % ${people / 10}, n, now(), now() FROM generate_series(1, ${people}) n`,
  );
  await run("ANALYZE");
}

const touchOf = (): Touch =>
  touchSchema.parse({
    id: randomUUID(),
    person: `p_${(1 + Math.floor(Math.random() * people)).toString(16).padStart(16, "0")}`,
    kind: "message",
    purpose: "promotional",
    channel: "email",
    flow: "bench",
  });

/** What a decision writes, without looking at anything: the least that keeping one costs. */
async function writeTheSame(): Promise<void> {
  const touch = touchOf();
  const personId = BigInt(`0x${touch.person.slice(2)}`).toString();
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(
      "INSERT INTO attention_budget AS b (workspace_id, person_id) VALUES ($1, $2) ON CONFLICT (workspace_id, person_id) DO UPDATE SET decisions = b.decisions + 1",
      [workspaceId, personId],
    );
    await client.query(
      `INSERT INTO touch_decision (id, workspace_id, touch_id, attempt, profile_id, kind, purpose, flow, touch, answer, reason, worth, verdicts, held_by, rules_version, decided_at, takes_attention)
       VALUES ($1, $2, $3, 1, $4, 'message', 'promotional', 'baseline', $5, 'no', 'Baseline', 5, $6, '{}', 0, now(), false)`,
      [randomUUID(), workspaceId, touch.id, personId, JSON.stringify(touch), verdicts],
    );
    await client.query(
      "INSERT INTO own_interaction (workspace_id, key, profile_id, name, at, actor, channel, properties) VALUES ($1, $2, $3, 'Touch Decided', now(), 'system', 'server', $4)",
      [workspaceId, `decision ${touch.id}`, personId, JSON.stringify({ touch: touch.id })],
    );
    await client.query("SELECT pg_notify('throughline_own', '')");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

async function decideOne(): Promise<void> {
  await db.transaction().execute((tx) => decideTouches(tx, { workspaceId, nowMs }, [touchOf()]));
}

async function measure(work: () => Promise<void>) {
  const timesMs: number[] = [];
  const { done, seconds } = await keepBusy(lanes, forMs, async () => {
    const startMs = performance.now();
    await work();
    timesMs.push(performance.now() - startMs);
  });
  return { perSecond: done / seconds, p50Ms: percentile(timesMs, 0.5), p99Ms: percentile(timesMs, 0.99) };
}

let verdicts = "[]";
try {
  await fill();
  // So that plans, caches and the size of what is written are those of real decisions.
  await decideOne();
  const { rows } = await pool.query<{ verdicts: unknown }>("SELECT verdicts FROM touch_decision LIMIT 1");
  verdicts = JSON.stringify(rows[0]?.verdicts ?? []);
  const baseline = await measure(writeTheSame);
  const decisions = await measure(decideOne);
  const batchSize = 100;
  const batches = await measure(async () => {
    const touches = new Map(Array.from({ length: batchSize }, touchOf).map((touch) => [touch.person, touch]));
    await db.transaction().execute((tx) => decideTouches(tx, { workspaceId, nowMs }, [...touches.values()]));
  });
  const line = (name: string, { perSecond, p50Ms, p99Ms }: typeof decisions, factor = 1) =>
    console.log(
      `${name.padEnd(36)} ${String(Math.round(perSecond * factor)).padStart(7)}/s   p50 ${p50Ms.toFixed(1)} ms   p99 ${p99Ms.toFixed(1)} ms`,
    );
  line("plain transactions, same writes", baseline);
  line("decisions, one a transaction", decisions);
  line(`decisions, ${batchSize} a transaction`, batches, batchSize);
  console.log(
    JSON.stringify({
      bench: "arbiter",
      people,
      lanes,
      baseline,
      decisions,
      inBatches: { perSecond: batches.perSecond * batchSize, p50Ms: batches.p50Ms, p99Ms: batches.p99Ms },
      ratioToBaseline: decisions.perSecond / baseline.perSecond,
      ratioInBatches: (batches.perSecond * batchSize) / baseline.perSecond,
    }),
  );
} finally {
  await close();
  await postgres.stop();
}
