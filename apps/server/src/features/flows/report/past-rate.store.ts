import type { Reached } from "@throughline/domain";
import { sql } from "kysely";
import type { Db } from "./report-deps.ts";

/** What the last simulation that came to its end saw: how many would have come in, and how many of those reached the goal by themselves in time. */
export async function lastSimulated(
  db: Db,
  workspaceId: string,
  flowId: string,
): Promise<{ closed: Reached; people: number; spanMs: number } | null> {
  const { rows } = await sql<{ closed: Reached; people: number; spanMs: number }>`
    SELECT result #> '{draft,closed}' AS closed, (result #> '{draft,people}')::int AS people, (extract(epoch FROM to_at - from_at) * 1000)::float8 AS "spanMs"
    FROM flow_simulation WHERE workspace_id = ${workspaceId} AND flow_id = ${flowId} AND state = 'done' ORDER BY created_at DESC LIMIT 1`.execute(
    db,
  );
  return rows[0] ?? null;
}
