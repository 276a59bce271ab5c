import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

/** How processing does, over all processes that take part in it. */
export type Processing = {
  /** Whether any process is at it. */
  runs: boolean;
  /** For how long every batch of a process has failed, the longest; 0 while none does. */
  failingSeconds: number;
  /** Since the last batch that succeeded; null before the first. */
  sinceProgressSeconds: number | null;
};

/** Members say every 3 s that they are there. */
const livesWithin = "10 seconds";

/** Reads what the members of the pipeline say of themselves, wherever they run. */
export async function readProcessing(db: Kysely<Database>): Promise<Processing> {
  const { rows } = await sql<Processing>`
    SELECT count(*) > 0 AS runs, coalesce(extract(epoch FROM clock_timestamp() - min(failing_since)), 0)::float AS "failingSeconds",
      (SELECT extract(epoch FROM clock_timestamp() - max(processed_at)) FROM log_consumer)::float AS "sinceProgressSeconds"
    FROM pipeline_member WHERE seen_at > clock_timestamp() - ${livesWithin}::interval`.execute(db);
  return rows[0] ?? { runs: false, failingSeconds: 0, sinceProgressSeconds: null };
}
