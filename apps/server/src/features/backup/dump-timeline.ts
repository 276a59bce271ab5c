import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Manifest, TableInArchive } from "./archive-format.ts";
import type { ArchiveWriter } from "./archive-writer.ts";
import { keptTables } from "./timeline-tables.ts";

const migrationSchema = z.object({ number: z.number(), name: z.string(), checksum: z.string() });

/**
 * Writes the timeline as far as the snapshot of Postgres had processed the log (`positions`). What the pipeline wrote since then is left out: it is in the log of
 * that snapshot, or was accepted after it. So the two stores of a backup agree exactly, though they are read one after the other while the product works.
 */
export async function dumpTimeline(
  clickhouse: ClickHouse,
  archive: ArchiveWriter,
  positions: Manifest["timeline"]["positions"],
  signal: AbortSignal,
): Promise<Manifest["timeline"]> {
  const migrations = await clickhouse.query({
    query:
      "SELECT number, any(name) AS name, any(checksum) AS checksum FROM schema_migration WHERE step = 'done' GROUP BY number ORDER BY number",
    schema: migrationSchema,
  });
  const tables: TableInArchive[] = [];
  for (const { name } of keptTables) {
    const columns = await columnsOf(clickhouse, name);
    const lines = clickhouse.dump({
      // FINAL: one row where an insert was repeated and not merged yet; PREWHERE comes before it, so that a later copy never hides one that belongs here.
      query: `SELECT ${columns.join(", ")} FROM ${name} FINAL PREWHERE ${positions.length === 0 ? "false" : positions.map(upTo).join(" OR ")}`,
      // Small blocks and few threads: a backup may take its time, and shares the memory of the server.
      settings: { do_not_merge_across_partitions_select_final: 1, max_threads: 2, max_block_size: 8192 },
      signal,
    });
    tables.push(await archive.table(`timeline/${name}`, { name, columns }, lines));
  }
  return { migrations, positions, tables };
}

const upTo = ({ partition, position }: { partition: number; position: string }): string =>
  `(log_partition = ${partition} AND log_position <= ${BigInt(position)})`;

async function columnsOf(clickhouse: ClickHouse, table: string): Promise<string[]> {
  const rows = await clickhouse.query({
    query:
      "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND default_kind NOT IN ('MATERIALIZED', 'ALIAS', 'EPHEMERAL') ORDER BY position",
    params: { table },
    schema: z.object({ name: z.string() }),
  });
  return rows.map(({ name }) => name);
}
