import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import type { Tx } from "../identity/index.ts";

/** Position by partition of the log. */
export type LogPositions = ReadonlyMap<number, string>;

/** How far the pipeline has committed in each partition: what lies beyond in the timeline store is not true yet. */
export async function processedUpTo(db: Kysely<Database> | Tx): Promise<Map<number, string>> {
  const { rows } = await sql<{
    partition: number;
    position: string;
  }>`SELECT partition, position FROM log_consumer ORDER BY partition`.execute(db);
  return new Map(rows.map((row) => [row.partition, row.position]));
}
