import { randomUUID } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { partitionCount } from "../../platform/log/partition-of.ts";
import type { Tx } from "../identity/index.ts";
import { findUnprocessable } from "./find-unprocessable.ts";
import { isAboutData } from "./is-about-data.ts";
import type { BatchProcessor, Placed, Processed } from "./process-batch.ts";
import { createBlockReader, type LanePosition, type ReadBlock } from "./read-blocks.ts";

const pauseAfterFailureMs = 500;
const idlePollMs = 1_000;
/** A little waiting makes batches of what trickles in, and spares the timeline store many tiny parts. */
const lingerMs = 25;

export type PipelineDeps = {
  db: Kysely<Database>;
  processBatch: BatchProcessor;
  onProcessed: (processed: Processed) => void;
  /** A batch failed; it will be tried again. */
  onBatchFailed: (error: unknown) => void;
  /** What is beside the batches failed. */
  onError: (error: unknown) => void;
};
type Lane = LanePosition & { mine: boolean };

/**
 * Reads the log and processes it, batch after batch, until it is stopped. Each batch locks the partitions that it takes from, so that several
 * processes may run this side by side, each keeping to the partitions that it had before; one that somebody else processed last is treated as if they had crashed in the middle.
 */
export function runPipeline(deps: PipelineDeps) {
  const me = randomUUID();
  const unsure = new Set<number>(Array.from({ length: partitionCount }, (_, partition) => partition));
  const log = createBlockReader(deps.db);
  let stopping = false;
  let hasNews = false;
  let endIdling: () => void = () => {};
  /** The last batch failed by what it holds: the next one looks for the entries that cannot be processed. */
  let isSuspicious = false;
  let failingSince: number | null = null;

  async function lockLanes(tx: Tx): Promise<Lane[]> {
    const { rows } = await sql<Lane>`
      SELECT c.partition, c.position, c.processed_by = ${me} AS mine FROM log_consumer c JOIN log_partition p USING (partition)
      WHERE p.head > c.position ORDER BY (c.processed_by = ${me}) DESC NULLS LAST, c.processed_at NULLS FIRST, c.partition
      LIMIT (SELECT greatest(1, ceil(${partitionCount}::float / greatest(1, count(*)))) FROM pipeline_member WHERE seen_at > now() - interval '10 seconds')
      FOR UPDATE OF c SKIP LOCKED`.execute(tx);
    return rows;
  }

  async function advance(tx: Tx, blocks: readonly ReadBlock[]): Promise<void> {
    const ends = new Map<number, { position: string; entries: number }>();
    for (const block of blocks)
      ends.set(block.partition, { position: block.position, entries: (ends.get(block.partition)?.entries ?? 0) + block.entries.length });
    const rows = [...ends];
    await sql`
      WITH done AS (UPDATE log_consumer c SET position = e.position, events = c.events + e.events, processed_by = ${me}, processed_at = clock_timestamp()
      FROM unnest(${rows.map(([partition]) => partition)}::smallint[], ${rows.map(([, end]) => end.position)}::bigint[], ${rows.map(([, end]) => end.entries)}::bigint[]) AS e(partition, position, events)
      WHERE c.partition = e.partition)
      SELECT pg_notify('throughline_processed', '')`.execute(tx);
  }

  /** One batch in one transaction; null when there is nothing to do. */
  async function processOnce(): Promise<Processed | null> {
    let touched: Lane[] = [];
    try {
      const processed = await deps.db.transaction().execute(async (tx) => {
        touched = await lockLanes(tx);
        const blocks = touched.length > 0 ? await log.read(tx, touched) : [];
        if (blocks.length === 0) return null;
        const placed = blocks.flatMap(placesIn);
        const recovering = touched.some((lane) => !lane.mine || unsure.has(lane.partition));
        const usable = isSuspicious ? await findUnprocessable(tx, placed, deps.processBatch) : placed;
        if (isSuspicious) await deps.processBatch.takeBack(placed.filter((one, index) => one !== usable[index]));
        const result = await deps.processBatch(tx, usable, { recovering });
        await advance(tx, blocks);
        return result;
      });
      for (const lane of touched) unsure.delete(lane.partition);
      isSuspicious = false;
      return processed;
    } catch (error) {
      for (const lane of touched) unsure.add(lane.partition);
      isSuspicious ||= isAboutData(error);
      throw error;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      try {
        hasNews = false;
        const processed = await processOnce();
        if (processed) {
          failingSince = null;
          processed.remember();
          deps.onProcessed(processed);
          if (processed.interactions < 500) await wait(lingerMs);
        } else await idle();
      } catch (error) {
        failingSince ??= performance.now();
        deps.onBatchFailed(error);
        await wait(pauseAfterFailureMs);
      }
    }
  }

  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, stopping ? 0 : ms));

  /** Ends with the next news, or after a while anyway. */
  async function idle(): Promise<void> {
    if (hasNews || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idlePollMs);
      endIdling = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function wake(): void {
    hasNews = true;
    endIdling();
  }

  const failingMs = () => (failingSince === null ? null : performance.now() - failingSince);
  const heartbeat = () =>
    sql`INSERT INTO pipeline_member (id, failing_since) VALUES (${me}, now() - ${failingMs()}::float * interval '1 millisecond')
        ON CONFLICT (id) DO UPDATE SET seen_at = now(), failing_since = excluded.failing_since`
      .execute(deps.db)
      .catch(deps.onError);
  const beating = setInterval(heartbeat, 3_000);
  const running = heartbeat().then(loop);

  return {
    wake,
    /** Finishes the batch under way and ends. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(beating);
      wake();
      await running;
      await sql`DELETE FROM pipeline_member WHERE id = ${me} OR seen_at < now() - interval '1 hour'`.execute(deps.db);
    },
  };
}
export type Pipeline = ReturnType<typeof runPipeline>;

const placesIn = ({ partition, position, entries }: ReadBlock): Placed[] =>
  entries.map((entry, index) => ({ entry, place: { partition, position, index } }));
