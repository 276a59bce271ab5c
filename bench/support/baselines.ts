import pg from "pg";
import { encodeBlock } from "../../apps/server/src/platform/log/block-codec.ts";
import { keepBusy } from "./load.ts";

/**
 * What the same Postgres does without us, in events a second: compressed blocks of 1,000 events in one row each (the physical limit of a block log),
 * and one row per event with one transaction per request of `size` events (what a plain collector would do).
 */
export async function measureBaselines(
  url: string,
  sizes: readonly number[],
  forMs: number,
  makeEvents: (size: number) => string,
): Promise<{ blockLog: number; rowPerEvent: Map<number, number> }> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  await pool.query("CREATE TABLE IF NOT EXISTS bench_block (id bigserial PRIMARY KEY, payload bytea NOT NULL)");
  await pool.query("CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, payload jsonb NOT NULL)");
  try {
    const block = JSON.parse(makeEvents(1_000)) as { batch: unknown[] };
    const blocks = await keepBusy(2, forMs, async () => {
      await pool.query("INSERT INTO bench_block (payload) VALUES ($1)", [await encodeBlock(block.batch)]);
    });
    const rowPerEvent = new Map<number, number>();
    for (const size of sizes) {
      const events = (JSON.parse(makeEvents(size)) as { batch: unknown[] }).batch.map((event) => JSON.stringify(event));
      const rows = await keepBusy(8, forMs, async () => {
        const client = await pool.connect();
        try {
          await client.query("BEGIN");
          for (const event of events)
            await client.query({ name: "bench-row", text: "INSERT INTO bench_row (payload) VALUES ($1)", values: [event] });
          await client.query("COMMIT");
        } finally {
          client.release();
        }
      });
      rowPerEvent.set(size, (rows.done * size) / rows.seconds);
    }
    return { blockLog: (blocks.done * 1_000) / blocks.seconds, rowPerEvent };
  } finally {
    await pool.query("DROP TABLE bench_block; DROP TABLE bench_row");
    await pool.end();
  }
}
