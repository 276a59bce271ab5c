// Run as a process of its own by the test that kills it: inserts without end and says, line by line, what was acknowledged.
import { createEmbeddedClickHouse } from "../embedded-clickhouse.ts";

const clickhouse = createEmbeddedClickHouse({ dataDir: process.argv[2] as string });
await clickhouse.command(
  "CREATE TABLE IF NOT EXISTS acknowledged (block UInt32, n UInt32, properties JSON) ENGINE = ReplacingMergeTree ORDER BY (block, n) SETTINGS non_replicated_deduplication_window = 100",
);
for (let block = Number(process.argv[3]); ; block++) {
  await clickhouse.insert({
    table: "acknowledged",
    dedupeToken: `block ${block}`,
    rows: Array.from({ length: 50 }, (_, n) => ({ block, n, properties: { n } })),
  });
  process.stdout.write(`${block}\n`);
}
