import { z } from "zod";

/*
 * A backup is one tar file, readable without Throughline: `tar tf`, `zstd -d`, `sha256sum`.
 *
 *   backup.json                            format and time, first, so that a reader knows what it has
 *   postgres/<table>/000001.tsv.zst        rows as COPY text, tables before those that refer to them
 *   jobs/000001.tsv.zst                    background jobs that wait
 *   timeline/<table>/000001.tsv.zst        rows as ClickHouse's TabSeparated
 *   files/secret, files/imports/…          what lies beside the stores in the data directory
 *   manifest.json, manifest.json.sha256    what all of it is, last: an archive without them was not finished
 */

/** Why a backup could not be made, read or restored; the message is for people. */
export class BackupError extends Error {
  override name = "BackupError";
}

export const archiveFormat = 1;
export const headName = "backup.json";
export const manifestName = "manifest.json";
export const manifestSumName = "manifest.json.sha256";

const count = z.int().nonnegative();
/** One entry of the archive: `bytes` and `sha256` of it as it lies there, compressed; `rows` that it holds (0 for pieces of files). */
const partSchema = z.object({ name: z.string(), rows: count, bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()), rows: count, parts: z.array(partSchema) });
const migrationSchema = z.object({ number: count, name: z.string(), checksum: z.string() });

export const manifestSchema = z.object({
  format: z.literal(archiveFormat),
  createdAt: z.iso.datetime(),
  postgres: z.object({
    migrations: z.array(migrationSchema),
    tables: z.array(tableSchema),
    sequences: z.array(z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/) })),
    jobs: tableSchema,
  }),
  timeline: z.object({
    migrations: z.array(migrationSchema),
    /** How far the log had been processed: rows of the timeline beyond are not in the backup, for they come again from the log. */
    positions: z.array(z.object({ partition: count, position: z.string().regex(/^\d+$/) })),
    tables: z.array(tableSchema),
  }),
  files: z.array(z.object({ path: z.string(), bytes: count, parts: z.array(partSchema) })),
});

export type Part = z.infer<typeof partSchema>;
export type TableInArchive = z.infer<typeof tableSchema>;
export type MigrationInArchive = z.infer<typeof migrationSchema>;
export type FileInArchive = Manifest["files"][number];
export type Manifest = z.infer<typeof manifestSchema>;

/** All parts, in the order in which they lie in the archive. */
export function partsOf(manifest: Manifest): Part[] {
  return [...manifest.postgres.tables, manifest.postgres.jobs, ...manifest.timeline.tables, ...manifest.files].flatMap(
    ({ parts }) => parts,
  );
}

/** Rows of the whole backup, of both stores. */
export function rowsOf(manifest: Manifest): { postgres: number; timeline: number } {
  const sum = (tables: readonly TableInArchive[]) => tables.reduce((total, table) => total + table.rows, 0);
  return { postgres: sum(manifest.postgres.tables), timeline: sum(manifest.timeline.tables) };
}
