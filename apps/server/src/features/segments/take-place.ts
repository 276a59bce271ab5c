import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import { lookAtAccountsOf, lookAtAccountsSoon, lookSoon } from "../live-segments/index.ts";
import type { Job } from "./computation.ts";

/** Members stand under the new id already, so nobody has to be moved; who was a member before has been one since then. What grew and shrank is the former's, and the difference. */
export async function takePlace(tx: Tx, job: Pick<Job, "id" | "workspaceId" | "of">, formerId: string): Promise<void> {
  const { rows: changed } = await sql<{ id: string; entered: boolean }>`
    SELECT coalesce(n.profile_id, f.profile_id) AS id, f.profile_id IS NULL AS entered
    FROM (SELECT profile_id FROM segment_member WHERE segment_id = ${job.id}) n FULL JOIN (SELECT profile_id FROM segment_member WHERE segment_id = ${formerId}) f USING (profile_id)
    WHERE n.profile_id IS NULL OR f.profile_id IS NULL`.execute(tx);
  const entered = changed.filter((one) => one.entered).length;
  await sql`UPDATE segment_member n SET since = f.since FROM segment_member f WHERE n.segment_id = ${job.id} AND f.segment_id = ${formerId} AND f.profile_id = n.profile_id`.execute(
    tx,
  );
  await sql`DELETE FROM segment_growth WHERE segment_id = ${job.id}`.execute(tx);
  await sql`UPDATE segment_growth SET segment_id = ${job.id} WHERE segment_id = ${formerId}`.execute(tx);
  await sql`INSERT INTO segment_growth VALUES (${job.id}, date_bin('15 minutes', now(), 'epoch'), ${entered}, ${changed.length - entered})`.execute(
    tx,
  );
  const { rows } = await sql<{ key: string; name: string; createdAt: Date; createdBy: string }>`
    SELECT key, name, created_at AS "createdAt", created_by AS "createdBy" FROM segment WHERE id = ${formerId}`.execute(tx);
  const former = rows[0] as NonNullable<(typeof rows)[0]>;
  await sql`UPDATE segment SET replaces = NULL WHERE id = ${job.id}`.execute(tx);
  await sql`DELETE FROM segment WHERE id = ${formerId}`.execute(tx);
  await sql`
    UPDATE segment SET key = ${former.key}, name = ${former.name}, created_at = ${former.createdAt}, created_by = ${former.createdBy}, phase = 'live', progress = NULL, place = 0
    WHERE id = ${job.id}`.execute(tx);
  // Segments that name this one find other people in it now.
  const ids = changed.map(({ id }) => id);
  await (job.of === "account" ? lookAtAccountsSoon : lookSoon)(tx, job.workspaceId, ids);
  if (job.of === "person") await lookAtAccountsOf(tx, job.workspaceId, ids);
}
