import { sql } from "kysely";
import type { MessagesDeps } from "./messages-deps.ts";

/** As long as decisions are kept by default: what was sent is evidence for them. */
const keepMessagesDays = 400;
const keepCallsDays = 90;
const atOnce = 5_000;

/** Forgets what is over for long: messages after 400 days, calls of flows after 90. What waits, or is unknown, stays. In parts, so that nobody waits for it. */
export async function keepMessages({ db, now }: Pick<MessagesDeps, "db" | "now">): Promise<void> {
  const before = (days: number) => new Date(now() - days * 86_400_000);
  for (;;) {
    const { numAffectedRows: messages = 0n } = await sql`
      DELETE FROM message WHERE id IN (SELECT id FROM message WHERE queued_at < ${before(keepMessagesDays)} AND state IN ('sent', 'failed', 'cancelled') LIMIT ${atOnce})`.execute(
      db,
    );
    const { numAffectedRows: calls = 0n } = await sql`
      DELETE FROM outbound_call WHERE id IN (SELECT id FROM outbound_call WHERE settled_at < ${before(keepCallsDays)} LIMIT ${atOnce})`.execute(
      db,
    );
    if (messages < BigInt(atOnce) && calls < BigInt(atOnce)) return;
  }
}
