import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { planSample } from "./load-sample.ts";
import { SAMPLE_COMPANY } from "./vocabulary/company.ts";

/** On the very first run: a workspace with the sample company, clearly labelled. Does nothing once any workspace exists. */
export async function ensureSampleWorkspace(db: Kysely<Database>, now: number): Promise<string | null> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(7310002)`.execute(tx);
    if (await tx.selectFrom("workspace").select("id").limit(1).executeTakeFirst()) return null;
    const { id } = await tx
      .insertInto("workspace")
      .values({ slug: "sample", name: SAMPLE_COMPANY.label, is_sample: true })
      .returning("id")
      .executeTakeFirstOrThrow();
    await planSample(tx, id, now);
    return id;
  });
}
