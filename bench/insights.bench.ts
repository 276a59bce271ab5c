import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import pg from "pg";
import { createClickHouse, type ClickHouse } from "../apps/server/src/platform/clickhouse/index.ts";
import { readSettings } from "../apps/server/src/platform/config/settings.ts";
import { findRunningPostgres } from "../apps/server/src/platform/postgres/embedded-postgres.ts";
import { createLog } from "../apps/server/src/platform/telemetry/create-log.ts";
import { startThroughline } from "../apps/server/src/start-throughline.ts";
import { bootstrap } from "../e2e/support/product.ts";
import { fillInsightsData, rowsPerPerson } from "./support/insights-data.ts";
import { benchJourney, days, firstDay, funnelShapes, insightsQuestions } from "./support/insights-questions.ts";
import { percentile } from "./support/load.ts";

// npm run bench insights [millions of rows] [runs]: our endpoint against the best hand-written SQL on the same engine, and against DuckDB on the same rows.
const rows = Number(process.argv[2] ?? 20) * 1_000_000;
const runs = Number(process.argv[3] ?? 20);
const directory = fileURLToPath(new URL(`../.build/bench-insights-${rows / 1_000_000}m`, import.meta.url));
const dataDir = join(directory, "data");
const parquet = join(directory, "rows.parquet");
const log = createLog({ level: "warn" });

const settings = readSettings({
  PORT: "0",
  LOG_LEVEL: "warn",
  THROUGHLINE_DATA_DIR: dataDir,
  THROUGHLINE_SAMPLE: "off",
  THROUGHLINE_REQUESTS_PER_SECOND: "100000",
  THROUGHLINE_BOOTSTRAP: JSON.stringify(bootstrap),
});
const product = await startThroughline({
  settings,
  log,
  onFatal: (error) => {
    throw error;
  },
});
// The same engine, in the same process, for the SQL that is written by hand.
const clickhouse = await createClickHouse({ dataDir: join(dataDir, "clickhouse"), log });

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${bootstrap.apiKey}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The rows, made once and kept for the next run. */
async function prepare(): Promise<string> {
  const url = await findRunningPostgres(dataDir);
  if (!url) throw new Error("The embedded Postgres is not running.");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: found } = await client.query<{ id: string }>("SELECT id FROM workspace WHERE slug = $1", [bootstrap.workspace]);
  const workspaceId = found[0]?.id as string;
  // What the pipeline would have noted of these events.
  await client.query(
    `INSERT INTO catalogue_property (workspace_id, kind, event, name, type, count, first_seen, last_seen)
     SELECT $1, 'track', 'Product Added', p, t, 1, now(), now() FROM (VALUES ('plan', 'string'), ('amount', 'number')) AS v(p, t) ON CONFLICT DO NOTHING`,
    [workspaceId],
  );
  await client.end();
  const mark = join(directory, "filled");
  if (!existsSync(mark)) {
    const startedMs = performance.now();
    await clickhouse.command("TRUNCATE TABLE interaction");
    await clickhouse.command("TRUNCATE TABLE interaction_by_person");
    await fillInsightsData(clickhouse, { workspaceId, rows, from: firstDay, days });
    await rm(parquet, { force: true });
    await clickhouse.command(
      `INSERT INTO FUNCTION file('${parquet}', 'Parquet') SELECT toInt64(profile_id) AS person, at AS moment, toString(name) AS name, session_id AS session, properties.plan.:String AS plan FROM interaction`,
    );
    await writeFile(mark, workspaceId);
    console.log(
      `${rows.toLocaleString("en")} interactions of ${(rows / rowsPerPerson).toLocaleString("en")} people made in ${Math.round((performance.now() - startedMs) / 1000)} s`,
    );
  }
  return workspaceId;
}

async function openDuckDb(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(join(directory, "rows.duckdb"));
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE IF NOT EXISTS interactions AS SELECT * FROM read_parquet('${parquet}') ORDER BY person, moment`);
  return connection;
}

const firstNumber = (row: Record<string, unknown> | undefined): number => Number(Object.values(row ?? {})[0]);
const askHand = async (sql: string, workspaceId: string, engine: ClickHouse): Promise<number> =>
  firstNumber((await engine.query({ query: sql, params: { workspaceId } }))[0]);
const askDuck = async (sql: string, duckdb: DuckDBConnection): Promise<number> =>
  Number((await duckdb.runAndReadAll(sql)).getRows()[0]?.[0]);

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const startedMs = performance.now();
  const result = await work();
  return { ms: performance.now() - startedMs, result };
}

/** p50 and p95 of some runs, after one that warms up. */
async function measure(count: number, work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < count; run++) times.push((await timed(work)).ms);
  return { p50: Math.round(percentile(times, 0.5)), p95: Math.round(percentile(times, 0.95)) };
}

/** Two ways in turn, so that what else the machine does falls on both, and the least CPU time (all threads of this process, which is the engine's too) that either took, in ms. */
async function measureInTurn(
  count: number,
  ways: readonly (() => Promise<unknown>)[],
): Promise<{ p50: number; p95: number; cpu: number }[]> {
  const found = ways.map(() => ({ times: [] as number[], cpu: Infinity }));
  for (const way of ways) await way();
  for (let run = 0; run < count; run++)
    for (const [index, way] of ways.entries()) {
      const before = process.cpuUsage();
      const { ms } = await timed(way);
      const { user, system } = process.cpuUsage(before);
      const own = found[index] as (typeof found)[number];
      own.times.push(ms);
      own.cpu = Math.min(own.cpu, Math.round((user + system) / 1000));
    }
  return found.map(({ times, cpu }) => ({ p50: Math.round(percentile(times, 0.5)), p95: Math.round(percentile(times, 0.95)), cpu }));
}

/** The same with 8 at once, per question. */
async function measureTogether(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const times = await Promise.all(Array.from({ length: 8 }, async () => (await timed(work)).ms));
  return { p50: Math.round(percentile(times, 0.5)), p95: Math.round(percentile(times, 0.95)) };
}

type InTurn = Awaited<ReturnType<typeof measureInTurn>>[number];
async function measureKinds(workspaceId: string, duckdb: DuckDBConnection) {
  const lines = [];
  for (const { name, query, numberOf, clickhouse: sql, duckdb: duckSql } of insightsQuestions) {
    const ask = () => call<never>("POST", "/query", query);
    const numbers = {
      ours: numberOf(await ask()),
      hand: await askHand(sql, workspaceId, clickhouse),
      duckdb: await askDuck(duckSql, duckdb),
    };
    const [ours, hand] = (await measureInTurn(runs, [ask, () => askHand(sql, workspaceId, clickhouse)])) as [InTurn, InTurn];
    const duck = await measure(Math.min(runs, 5), () => askDuck(duckSql, duckdb));
    const together = await measureTogether(ask);
    lines.push({
      name,
      ours,
      hand,
      duckdb: duck,
      together,
      ratioToHand: Math.round((ours.p50 / hand.p50) * 100) / 100,
      ratioOfCpu: Math.round((ours.cpu / hand.cpu) * 100) / 100,
      ratioToDuckDb: Math.round((ours.p50 / duck.p50) * 100) / 100,
      sameNumber: numbers.ours === numbers.hand && numbers.ours === numbers.duckdb ? "yes" : JSON.stringify(numbers),
    });
  }
  return lines;
}

/** Shapes of funnels in turn, few times: what each takes of the plain one's time and CPU time. */
async function measureShapes() {
  const found = await measureInTurn(
    Math.min(runs, 5),
    funnelShapes.map(
      ({ query }) =>
        () =>
          call("POST", "/query", query),
    ),
  );
  const [plain] = found as [InTurn];
  return funnelShapes.map(({ name }, index) => {
    const { p50, p95, cpu } = found[index] as InTurn;
    const times = (own: number, whole: number) => Math.round((own / whole) * 100) / 100;
    return { name, p50, p95, cpu, ratioToPlain: times(p50, plain.p50), ratioOfCpu: times(cpu, plain.cpu) };
  });
}

async function measureJourney() {
  await call("DELETE", `/journeys/${benchJourney.key}`).catch(() => {});
  await call("POST", "/journeys", benchJourney);
  const ask = () => call<{ entered: { value: number } }>("GET", `/journeys/${benchJourney.key}/map?from=${firstDay}&to=2026-03-31`);
  const answer = await ask();
  return { ...(await measure(Math.min(runs, 10), ask)), instances: answer.entered.value };
}

const measureAsk = () => measure(runs, () => call("POST", "/ask", { question: "How many people did “Order Completed” last week?" }));

await mkdir(directory, { recursive: true });
try {
  const workspaceId = await prepare();
  const duckdb = await openDuckDb();
  const kinds = await measureKinds(workspaceId, duckdb);
  duckdb.closeSync();
  const shapes = await measureShapes();
  const map = await measureJourney();
  const ask = await measureAsk();
  console.table(
    Object.fromEntries(
      kinds.map(({ name, ours, hand, duckdb: duck, together, ratioToHand, ratioOfCpu, sameNumber }) => [
        name,
        {
          "ours p50": ours.p50,
          p95: ours.p95,
          "by hand": hand.p50,
          "×": ratioToHand,
          "CPU ×": ratioOfCpu,
          duckdb: duck.p50,
          "8 at once p95": together.p95,
          "same number": sameNumber,
        },
      ]),
    ),
  );
  console.table(
    Object.fromEntries(
      shapes.map(({ name, p50, ratioToPlain, ratioOfCpu }) => [
        `funnel: ${name}`,
        { "ours p50": p50, "× plain": ratioToPlain, "CPU × plain": ratioOfCpu },
      ]),
    ),
  );
  console.log(
    `journey map of ${map.instances.toLocaleString("en")} instances: p50 ${map.p50} ms, p95 ${map.p95} ms · ask: p50 ${ask.p50} ms (milliseconds everywhere)`,
  );
  console.log(JSON.stringify({ bench: "insights", rows, people: rows / rowsPerPerson, kinds, funnelShapes: shapes, journeyMap: map, ask }));
} finally {
  await clickhouse.close();
  await product.stop();
}
