import { bootstrap, createProduct, waitUntilProcessed, type Product } from "../e2e/support/product.ts";
import { findRunningPostgres } from "../apps/server/src/platform/postgres/embedded-postgres.ts";
import { measureBaselines } from "./support/baselines.ts";
import { createBatchMaker, createSender, keepBusy, percentile } from "./support/load.ts";

const sizes = [1, 20, 100];
const forMs = Number(process.argv[2] ?? 8) * 1000;
const people = 5_000;
const product = await createProduct({ env: { THROUGHLINE_EVENTS_PER_SECOND: "1000000", THROUGHLINE_MAX_BACKLOG_EVENTS: "10000000" } });
await product.start();
/** Requests under way at once: each waits for what it sent to be durable. */
const lanes = 128;
const sender = createSender(product.url, lanes, bootstrap.writeKey);
const maker = createBatchMaker("bench", people);
const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

const processedCount = async (): Promise<number> => {
  const metrics = await fetch(`${product.url}/metrics`).then((answer) => answer.text());
  return Number(/^throughline_pipeline_events_total\{outcome="interaction"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
};

async function post(body: string): Promise<void> {
  const status = await sender.post("/v1/batch", body);
  if (status !== 200) throw new Error(`The collector answered ${status}.`);
}

/** Accepts as fast as it goes, for a while. */
async function measureAccept(size: number): Promise<number> {
  const { done, seconds } = await keepBusy(lanes, forMs, () => post(maker.batch(size)));
  return (done * size) / seconds;
}

/** A backlog is worked off with nothing else going on: the pace of the pipeline alone; and while accepting goes on: the pace of both. */
async function measureProcessing(): Promise<{ sustained: number; alone: number }> {
  await waitUntilProcessed(product, 600_000);
  const before = await processedCount();
  const startedMs = performance.now();
  await keepBusy(16, forMs, () => post(maker.batch(100)));
  const during = await processedCount();
  const sustained = ((during - before) / (performance.now() - startedMs)) * 1000;
  const aloneStart = performance.now();
  await waitUntilProcessed(product, 600_000);
  // The wait looks twice, 1.2 s apart.
  const alone = (((await processedCount()) - during) / (performance.now() - aloneStart - 1_200)) * 1000;
  return { sustained, alone };
}

/** At a steady 1,000 events/s: from the answer 200 to being on the person's timeline, as the API gives it. */
async function measureLatency(): Promise<{ p50: number; p95: number; p99: number; n: number }> {
  await waitUntilProcessed(product);
  const latencies: number[] = [];
  const sending: Promise<void>[] = [];
  const load = setInterval(() => sending.push(post(maker.batch(20))), 20);
  // One at a time, at random moments: those who look must not be most of the load.
  for (let sample = 0; sample < Math.max(30, forMs / 80); sample++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    latencies.push(await watchOne(sample));
  }
  clearInterval(load);
  await Promise.all(sending);
  return { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95), p99: percentile(latencies, 0.99), n: latencies.length };
}

async function watchOne(sample: number): Promise<number> {
  const userId = `watched-${sample}`;
  await post(JSON.stringify({ batch: [{ type: "track", event: "Watched", userId, messageId: `watched-${sample}` }] }));
  const acceptedMs = performance.now();
  for (;;) {
    const found = await product.get<{ id: string }>(`/api/v1/people/lookup?identifier=userId:${userId}`).catch(() => null);
    const timeline = found && (await product.get<{ items: unknown[] }>(`/api/v1/people/${found.id}/timeline?limit=1`).catch(() => null));
    if (timeline && timeline.items.length > 0) return performance.now() - acceptedMs;
    if (performance.now() - acceptedMs > 30_000) throw new Error("A watched event never came to its timeline.");
    // Looking more often would be a load of its own.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function run(running: Product): Promise<void> {
  const idleBytes = running.memoryBytes();
  const postgresUrl = await findRunningPostgres(running.dataDir);
  if (!postgresUrl) throw new Error("The embedded Postgres is not running.");
  const baseline = await measureBaselines(postgresUrl, sizes, Math.min(forMs, 4_000), (size) =>
    createBatchMaker("baseline", people).batch(size),
  );
  const accept = new Map<number, number>();
  for (const size of sizes) accept.set(size, await measureAccept(size));
  const processed = await measureProcessing();
  const latency = await measureLatency();
  const busyBytes = running.memoryBytes();

  console.table(
    sizes.map((size) => ({
      "batches of": size,
      "accepted/s": Math.round(accept.get(size) ?? 0),
      "× bare block log": Number(((accept.get(size) ?? 0) / baseline.blockLog).toFixed(2)),
      "row per event/s": Math.round(baseline.rowPerEvent.get(size) ?? 0),
      "× row per event": Number(((accept.get(size) ?? 0) / (baseline.rowPerEvent.get(size) ?? 1)).toFixed(2)),
    })),
  );
  console.log(
    `bare block log: ${Math.round(baseline.blockLog)} events/s · processed while accepting: ${Math.round(processed.sustained)}/s · processed alone: ${Math.round(processed.alone)}/s`,
  );
  console.log(
    `accepted → on the timeline at 1,000 events/s: p50 ${latency.p50.toFixed(0)} ms, p95 ${latency.p95.toFixed(0)} ms, p99 ${latency.p99.toFixed(0)} ms (n ${latency.n})`,
  );
  console.log(`memory of all processes: ${megabytes(idleBytes)} MB after the start, ${megabytes(busyBytes)} MB after the load`);
  console.log(
    JSON.stringify({
      bench: "collect",
      acceptedPerSecond: Object.fromEntries([...accept].map(([size, rate]) => [size, Math.round(rate)])),
      ratioToBlockLog: Object.fromEntries([...accept].map(([size, rate]) => [size, Number((rate / baseline.blockLog).toFixed(3))])),
      ratioToRowPerEvent: Object.fromEntries(
        [...accept].map(([size, rate]) => [size, Number((rate / (baseline.rowPerEvent.get(size) ?? 1)).toFixed(3))]),
      ),
      processedPerSecond: { whileAccepting: Math.round(processed.sustained), alone: Math.round(processed.alone) },
      ratioProcessedToBlockLog: Number((processed.alone / baseline.blockLog).toFixed(3)),
      acceptToTimelineMs: { p50: Math.round(latency.p50), p95: Math.round(latency.p95), p99: Math.round(latency.p99) },
      memoryMegabytes: { idle: megabytes(idleBytes), busy: megabytes(busyBytes) },
    }),
  );
}

try {
  await run(product);
} finally {
  sender.close();
  await product.remove();
}
