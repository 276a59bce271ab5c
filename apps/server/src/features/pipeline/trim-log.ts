import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

const blocksAtOnce = 500;
const messageIdsAtOnce = 50_000;
/** Message ids are kept for this long, and today. */
const keepDays = 8;
/** Bounds the work of one call; the next one goes on. */
const maxRounds = 40;

/** Removes what has been processed from the log (a deleted person must not live on there) and message ids that are older than eight days. Bounded work a call. */
export async function trimLog(db: Kysely<Database>): Promise<void> {
  await repeatWhileFull(blocksAtOnce, () =>
    sql`
      DELETE FROM log_block WHERE (partition, position) IN (
        SELECT b.partition, b.position FROM log_consumer c, LATERAL (
          SELECT partition, position FROM log_block WHERE partition = c.partition AND position <= c.position ORDER BY position LIMIT ${blocksAtOnce}) b
        LIMIT ${blocksAtOnce})`.execute(db),
  );
  await repeatWhileFull(messageIdsAtOnce, () =>
    sql`
      DELETE FROM seen_message WHERE ctid = ANY(ARRAY(SELECT ctid FROM seen_message WHERE seen_on < CURRENT_DATE - ${keepDays}::int LIMIT ${messageIdsAtOnce}))`.execute(
      db,
    ),
  );
}

async function repeatWhileFull(full: number, remove: () => Promise<{ numAffectedRows?: bigint }>): Promise<void> {
  for (let round = 0; round < maxRounds; round++) if (Number((await remove()).numAffectedRows ?? 0) < full) return;
}
