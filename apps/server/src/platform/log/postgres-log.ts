import { ProductError } from "@throughline/contract";
import type pg from "pg";
import { encodeBlock } from "./block-codec.ts";
import type { Log } from "./log.ts";
import { partitionOf } from "./partition-of.ts";

type Waiting<Entry> = { entries: { key: string; entry: Entry }[]; resolve: () => void; reject: (error: unknown) => void };

const maxWaitingEntries = 100_000;
const maxEntriesPerFlush = 4_000;
const channel = "throughline_log";

/** The head moves with the block in one transaction, rows in order of partition: positions have no gaps and two writers never deadlock. */
const appendSql = `
  WITH block AS (SELECT * FROM unnest($1::smallint[], $2::int[], $3::bytea[]) AS b(partition, events, payload)),
  locked AS (SELECT partition FROM log_partition WHERE partition = ANY($1) ORDER BY partition FOR UPDATE),
  moved AS (
    UPDATE log_partition p SET head = p.head + 1, head_events = p.head_events + block.events
    FROM block JOIN locked USING (partition) WHERE p.partition = block.partition RETURNING p.partition, p.head),
  inserted AS (
    INSERT INTO log_block (partition, position, events, payload)
    SELECT moved.partition, moved.head, block.events, block.payload FROM moved JOIN block USING (partition))
  SELECT pg_notify('${channel}', '')`;

/** The log on Postgres. Requests that arrive while a flush is on its way are committed together by the next one: one row per partition and flush. */
export function createPostgresLog<Entry>(deps: {
  pool: pg.Pool;
  isTooFarBehind: () => boolean;
  onAppend?: (entries: number) => void;
}): Log<Entry> {
  let waiting: Waiting<Entry>[] = [];
  let waitingEntries = 0;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let closed = false;

  async function write(batch: Waiting<Entry>[]): Promise<void> {
    const byPartition = new Map<number, Entry[]>();
    for (const { entries } of batch) {
      for (const { key, entry } of entries) {
        const partition = partitionOf(key);
        const block = byPartition.get(partition);
        if (block) block.push(entry);
        else byPartition.set(partition, [entry]);
      }
    }
    const blocks = [...byPartition];
    const payloads = await Promise.all(blocks.map(([, entries]) => encodeBlock(entries)));
    await deps.pool.query({
      name: "log-append",
      text: appendSql,
      values: [blocks.map(([partition]) => partition), blocks.map(([, entries]) => entries.length), payloads],
    });
    deps.onAppend?.(blocks.reduce((sum, [, entries]) => sum + entries.length, 0));
  }

  function takeBatch(): Waiting<Entry>[] {
    let entries = 0;
    let count = 0;
    for (const request of waiting) {
      if (count > 0 && entries + request.entries.length > maxEntriesPerFlush) break;
      entries += request.entries.length;
      count++;
    }
    waitingEntries -= entries;
    return waiting.splice(0, count);
  }

  async function flushAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = takeBatch();
      try {
        await write(batch);
        for (const request of batch) request.resolve();
      } catch (error) {
        for (const request of batch) request.reject(error);
      }
    }
    isRunning = false;
  }

  function startFlushing(): void {
    if (isRunning) return;
    isRunning = true;
    // Let requests of this turn of the event loop travel together.
    running = new Promise<void>((next) => setImmediate(next)).then(flushAll);
  }

  return {
    append(entries) {
      if (closed) return Promise.reject(new ProductError("unavailable", "The server is shutting down.", { retryAfterSeconds: 5 }));
      if (deps.isTooFarBehind() || waitingEntries + entries.length > maxWaitingEntries)
        return Promise.reject(
          new ProductError("unavailable", "Processing is too far behind to take more; try again later.", { retryAfterSeconds: 10 }),
        );
      waitingEntries += entries.length;
      return new Promise((resolve, reject) => {
        waiting.push({ entries, resolve, reject });
        startFlushing();
      });
    },
    async close() {
      closed = true;
      await running;
    },
  };
}
