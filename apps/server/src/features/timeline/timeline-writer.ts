import { z } from "zod";
import type { SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { ProfileStretch, StretchCount, Tx } from "../identity/index.ts";
import { countStretches } from "./count-stretches.ts";
import { interactionColumns, type InteractionRow } from "./interaction-row.ts";
import { createOverrideMirror, type OverrideMirror } from "./override-mirror.ts";
import type { LogPositions } from "./processed-up-to.ts";
import { removeRows } from "./remove-rows.ts";

/** Properties are kept as they came: no guessing of dates, a dot in a name stays a dot, and a name given twice is no error. */
const insertSettings = {
  input_format_try_infer_dates: 0,
  input_format_try_infer_datetimes: 0,
  json_type_escape_dots_in_keys: 1,
  type_json_skip_duplicated_paths: 1,
};

/** What the pipeline writes to the timeline store. */
export type TimelineWriter = OverrideMirror & {
  /** Writes rows; when `recovering`, only those that an earlier try did not write. */
  write(rows: readonly InteractionRow[], options: { recovering: boolean }): Promise<void>;
  /** Takes back rows of events that turned out to be unusable. */
  remove(workspaceId: string, ids: readonly string[]): Promise<void>;
  /** Counts as {@link countStretches}; `ends` are the last positions of the batch under way. */
  countStretches(tx: Tx, stretches: readonly ProfileStretch[], ends?: LogPositions): Promise<StretchCount[]>;
};

export function createTimelineWriter(deps: { clickhouse: SharedClickHouse; onError: (error: unknown) => void }): TimelineWriter {
  const { clickhouse } = deps;

  const insertRows = (table: string, rows: readonly InteractionRow[]) =>
    clickhouse.insert({ table, columns: interactionColumns, rows, settings: insertSettings });

  /** Which of these rows a table holds already. Day, workspace and profile keep the search to a few granules. */
  async function writtenIn(table: string, rows: readonly InteractionRow[]): Promise<Set<string>> {
    const times = rows.map((row) => Number(row.at));
    const found = await clickhouse.query({
      query: `SELECT id FROM ${table} WHERE workspace_id IN {workspaceIds:Array(UUID)} AND profile_id IN {profileIds:Array(UInt64)} AND id IN {ids:Array(UUID)}
        AND at BETWEEN fromUnixTimestamp64Milli({from:Int64}) AND fromUnixTimestamp64Milli({to:Int64})`,
      params: {
        from: Math.min(...times),
        to: Math.max(...times),
        ids: rows.map((row) => row.id),
        workspaceIds: [...new Set(rows.map((row) => row.workspace_id))],
        profileIds: [...new Set(rows.map((row) => row.profile_id))],
      },
      schema: z.object({ id: z.string() }),
    });
    return new Set(found.map((row) => row.id));
  }

  /** A crash may have come between the two tables that one insert fills: each gets what it lacks. */
  async function writeMissing(rows: readonly InteractionRow[]): Promise<void> {
    const written = await writtenIn("interaction", rows);
    const writtenByPerson = await writtenIn("interaction_by_person", rows);
    const missing = rows.filter((row) => !written.has(row.id as string));
    const missingByPerson = rows.filter((row) => written.has(row.id as string) && !writtenByPerson.has(row.id as string));
    if (missing.length > 0) await insertRows("interaction", missing);
    if (missingByPerson.length > 0) await insertRows("interaction_by_person", missingByPerson);
  }

  return {
    ...createOverrideMirror(deps),

    async write(rows, { recovering }) {
      if (rows.length === 0) return;
      await (recovering ? writeMissing(rows) : insertRows("interaction", rows));
    },

    remove: (workspaceId, ids) =>
      removeRows(clickhouse, "workspace_id = {workspaceId:UUID} AND id IN {ids:Array(UUID)}", { workspaceId, ids }),

    countStretches: (tx, stretches, ends = new Map()) => countStretches(clickhouse, tx, stretches, ends),
  };
}
