import type { SegmentGrowth } from "@throughline/contract";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { requireSegment } from "./manage-segments.ts";
import type { Db } from "./segments.store.ts";

type DayRow = { day: string; entered: number; left: number };

/** Who entered and left on each of the last days of the workspace's zone, and how many were in it at the end of each: counted back from now. */
export async function readGrowth(deps: { db: Db }, access: Access, input: { key: string; days: number }): Promise<SegmentGrowth> {
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const { id } = await requireSegment(deps.db, workspaceId, input.key);
  const { rows: found } = await sql<{ timezone: string; members: number }>`
    SELECT w.timezone, (SELECT count(*)::int FROM segment_member WHERE segment_id = ${id}) AS members FROM workspace w WHERE w.id = ${workspaceId}`.execute(
    deps.db,
  );
  const { timezone, members } = found[0] as NonNullable<(typeof found)[0]>;
  const { rows } = await sql<DayRow>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(sum(g.entered), 0)::int AS entered, coalesce(sum(g.left_it), 0)::int AS "left"
    FROM generate_series((now() AT TIME ZONE ${timezone})::date - ${input.days - 1}::int, (now() AT TIME ZONE ${timezone})::date, interval '1 day') AS d(day)
    LEFT JOIN segment_growth g ON g.segment_id = ${id} AND (g.quarter AT TIME ZONE ${timezone})::date = d.day::date GROUP BY d.day ORDER BY d.day`.execute(
    deps.db,
  );
  let people = members;
  const days: SegmentGrowth["days"] = [];
  for (const row of rows.toReversed()) {
    days.unshift({ ...row, people });
    people -= row.entered - row.left;
  }
  return { timezone, days };
}
