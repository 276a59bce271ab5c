import type { SharedClickHouse } from "../../platform/clickhouse/index.ts";

/** Both orders of the timeline. */
export const timelineTables = ["interaction", "interaction_by_person"] as const;

/** Removes rows from the timeline by rewriting the parts that hold them: afterwards the bytes are gone, not only hidden. `condition` takes its values from `params`. */
export async function removeRows(clickhouse: SharedClickHouse, condition: string, params: Record<string, unknown>): Promise<void> {
  for (const table of timelineTables)
    await clickhouse.command(`ALTER TABLE ${table} DELETE WHERE ${condition} SETTINGS mutations_sync = 2`, params);
}
