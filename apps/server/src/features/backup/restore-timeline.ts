import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { migrateClickHouse, type ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { createStateMirror } from "../state-mirror/index.ts";
import type { TimelineWriter } from "../timeline/index.ts";
import { BackupError, type Manifest } from "./archive-format.ts";
import { withDirectoryOf } from "./migrations-of-backup.ts";
import type { ArchiveParts } from "./read-archive.ts";
import { keptTables } from "./timeline-tables.ts";

const count = z.object({ rows: z.coerce.number() });
const profilesAtOnce = 5_000;
/** Values as they were: no guessing, a dot in a name stays a dot; a part may hold rows of many months, and is stored as it is. */
const loadSettings = {
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  json_type_escape_dots_in_keys: 1,
  type_json_skip_duplicated_paths: 1,
  max_partitions_per_insert_block: 0,
};

/** Removes everything from the timeline's database. */
export async function dropTimeline(clickhouse: ClickHouse): Promise<void> {
  const found = await clickhouse.query({
    query: "SELECT name, engine FROM system.tables WHERE database = currentDatabase() AND NOT is_temporary",
    schema: z.object({ name: z.string(), engine: z.string() }),
  });
  // What reads a table goes before it.
  const kinds = [
    { kind: "VIEW", is: (engine: string) => engine.endsWith("View") },
    { kind: "DICTIONARY", is: (engine: string) => engine === "Dictionary" },
    { kind: "TABLE", is: (engine: string) => !engine.endsWith("View") && engine !== "Dictionary" },
  ];
  for (const { kind, is } of kinds) {
    for (const { name } of found.filter(({ engine }) => is(engine)))
      await clickhouse.command(`DROP ${kind} IF EXISTS \`${name.replaceAll("`", "\\`")}\`${kind === "DICTIONARY" ? "" : " SYNC"}`);
  }
}

/** Fills an empty timeline store: the backup's migrations, then its rows, and counts what is there. */
export async function restoreTimeline(
  clickhouse: ClickHouse,
  backup: Manifest["timeline"],
  migrations: readonly { name: string; sql: string }[],
  archive: ArchiveParts,
): Promise<void> {
  await withDirectoryOf(migrations, (directory) => migrateClickHouse(clickhouse, directory));
  for (const table of backup.tables) {
    for await (const lines of archive.take(table.parts))
      await clickhouse.load({ table: table.name, columns: table.columns, lines, settings: loadSettings });
    const copies = keptTables.find(({ name }) => name === table.name)?.copies ?? [];
    for (const name of [table.name, ...copies]) {
      const [counted] = await clickhouse.query({
        query: `SELECT count() AS rows FROM ${name} FINAL`,
        settings: { do_not_merge_across_partitions_select_final: 1, max_execution_time: 0 },
        schema: count,
      });
      if (counted?.rows !== table.rows)
        throw new BackupError(`Of the ${table.rows} rows of ${table.name} in the backup, ${counted?.rows} are in ${name}.`);
    }
  }
}

/** Writes who owns which profile anew, from Postgres. */
export async function rebuildOwners(db: Kysely<Database>, timeline: TimelineWriter): Promise<void> {
  for (let after: string | null = null; ;) {
    const { rows }: { rows: { id: string }[] } = await sql<{ id: string }>`
      SELECT DISTINCT profile_id AS id FROM person_override WHERE ${after}::bigint IS NULL OR profile_id > ${after}::bigint ORDER BY profile_id LIMIT ${profilesAtOnce}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (!last) break;
    await timeline.mirrorOverrides(
      db,
      rows.map(({ id }) => id),
    );
    after = last.id;
  }
  await timeline.flush();
}

/** Writes what people and accounts are anew, from Postgres. */
export async function rebuildState(db: Kysely<Database>, clickhouse: ClickHouse): Promise<void> {
  const mirror = createStateMirror({
    db,
    clickhouse,
    onError: (error) => {
      throw error;
    },
  });
  await mirror.catchUp();
  await mirror.reconcile();
  await mirror.catchUp();
}
