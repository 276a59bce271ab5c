import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

/** Removes what has been processed from the log (a deleted person must not live on there) and message ids older than eight days. Bounded work a call. */
export async function trimLog(db: Kysely<Database>): Promise<void> {
  await sql`
    DELETE FROM log_block b USING log_consumer c WHERE c.partition = b.partition AND b.position <= c.position`.execute(db);
  await sql`
    DELETE FROM seen_message WHERE ctid = ANY(ARRAY(SELECT ctid FROM seen_message WHERE seen_on < CURRENT_DATE - 8 LIMIT 50000))`.execute(db);
}
