import { interactionIdOf, numberedId } from "@throughline/domain";
import { sql } from "kysely";
import type { Db, Tx } from "./imports.store.ts";

type Row = { messageId: string; counted: boolean };
/** For each row the message id under which it is taken, or null for a repetition. `keep` is called once they are durable in the log. */
export type Plan = { ids: (string | null)[]; keep: () => void };

/**
 * Tells rows that are new from rows that were imported before, by this file or another, however long ago: every row taken leaves its id for good. Rows without
 * a message id of their own are told apart by their content and by how often that came before in their file: a file that has the same row twice means two
 * interactions, the same file again none.
 * What was taken since the last `save` is held in memory; the reader saves often.
 */
export function createRowMemory(db: Db, { workspaceId, importId }: { workspaceId: string; importId: string }) {
  const taken = new Map<string, number>();
  const met = new Map<string, number>();

  async function load(ids: readonly string[]): Promise<Map<string, { taken: number; met: number }>> {
    const { rows } = await sql<{ id: string; taken: number; met: number }>`
      SELECT i.id, coalesce(r.times, 0) AS taken, coalesce(c.times, 0) AS met FROM unnest(${ids}::uuid[]) AS i(id)
      LEFT JOIN imported_row r ON r.workspace_id = ${workspaceId} AND r.id = i.id LEFT JOIN import_row_count c ON c.import_id = ${importId} AND c.id = i.id
      WHERE r.id IS NOT NULL OR c.id IS NOT NULL`.execute(db);
    return new Map(rows.map((row) => [row.id, row]));
  }

  return {
    async plan(rows: readonly Row[]): Promise<Plan> {
      const keyed = rows.map((row) => ({ ...row, key: interactionIdOf(workspaceId, row.messageId) }));
      const stored = await load([...new Set(keyed.map(({ key }) => key))]);
      const newTaken = new Map<string, number>();
      const newMet = new Map<string, number>();
      const takenOf = (key: string) => newTaken.get(key) ?? taken.get(key) ?? stored.get(key)?.taken ?? 0;
      const metOf = (key: string) => newMet.get(key) ?? met.get(key) ?? stored.get(key)?.met ?? 0;
      const ids = keyed.map(({ key, messageId, counted }) => {
        const occurrence = counted ? metOf(key) + 1 : 1;
        if (counted) newMet.set(key, occurrence);
        if (occurrence <= takenOf(key)) return null;
        newTaken.set(key, occurrence);
        return numberedId(messageId, occurrence);
      });
      const keep = () => {
        for (const [key, times] of newTaken) taken.set(key, times);
        for (const [key, times] of newMet) met.set(key, times);
      };
      return { ids, keep };
    },

    /** How many ids are held. */
    size: () => taken.size + met.size,

    /** Writes what was taken, in the order of ids, so that two readers never deadlock; counts only while the import is there. */
    async save(tx: Tx, { withCounts }: { withCounts: boolean }): Promise<void> {
      const columns = (map: ReadonlyMap<string, number>) => {
        const rows = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
        return sql`unnest(${rows.map(([key]) => key)}::uuid[], ${rows.map(([, times]) => times)}::int[])`;
      };
      if (taken.size > 0)
        await sql`
          INSERT INTO imported_row AS r (workspace_id, id, times) SELECT ${workspaceId}::uuid, * FROM ${columns(taken)}
          ON CONFLICT (workspace_id, id) DO UPDATE SET times = greatest(r.times, excluded.times)`.execute(tx);
      if (met.size > 0 && withCounts)
        await sql`
          INSERT INTO import_row_count AS c (import_id, id, times) SELECT ${importId}::uuid, * FROM ${columns(met)}
          ON CONFLICT (import_id, id) DO UPDATE SET times = greatest(c.times, excluded.times)`.execute(tx);
    },

    /** To be called after the commit. */
    saved(): void {
      taken.clear();
      met.clear();
    },
  };
}
export type RowMemory = ReturnType<typeof createRowMemory>;
