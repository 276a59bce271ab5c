import type { Kysely, Transaction } from "kysely";
import type { Access } from "../auth/access.ts";
import type { Database } from "../postgres/database.ts";

/** Writes who did what, in the transaction that does it. `details` must not hold secrets or personal data that a deletion could not find. */
export async function recordAudit(
  db: Kysely<Database> | Transaction<Database>,
  access: Access,
  entry: { action: string; subject?: string; details?: Record<string, unknown> },
): Promise<void> {
  await db
    .insertInto("audit_entry")
    .values({
      workspace_id: access.workspaceId,
      actor: `${access.actor.kind}:${access.actor.name}`,
      action: entry.action,
      subject: entry.subject ?? null,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}
