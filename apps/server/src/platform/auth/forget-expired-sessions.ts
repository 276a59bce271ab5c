import type { Kysely } from "kysely";
import type { Database } from "../postgres/database.ts";

/** Who signs in anew leaves no lapsed sessions behind, so that they do not pile up. */
export function forgetExpiredSessions(db: Kysely<Database>) {
  return async ({ userId }: { userId: string }): Promise<void> => {
    await db.deleteFrom("auth_session").where("user_id", "=", userId).where("expires_at", "<", new Date()).execute();
  };
}
