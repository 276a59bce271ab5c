import { interactionIdOf, numberedId } from "@throughline/domain";
import { sql } from "kysely";
import type { Db, Tx } from "./imports.store.ts";

type Row = { messageId: string; counted: boolean };
/** How often a row's content was taken by any file, and how often this file has shown it so far. */
type Times = { taken: number; met: number };
/** For each row the message id under which it is taken, or null for a repetition. `keep` is called once they are durable in the log. */
export type Plan = { ids: (string | null)[]; keep: () => void };

/**
 * Tells rows that are new from rows that were imported before, by this file or another, however long ago: every row taken leaves its id for good. Rows without
 * a message id of their own are told apart by their content and by how often that came before in their file: a file that has the same row twice means two
 * interactions, the same file again none.
 * What was taken since the last `save` is held in memory; the reader saves often.
 */
export function createRowMemory(db: Db, { workspaceId, importId }: { workspaceId: string; importId: string }) {
  const held = new Map<string, Times>();

  async function load(ids: readonly string[]): Promise<Map<string, Times>> {
    const { rows } = await sql<Times & { id: string; isMine: boolean }>`
      SELECT id, times AS taken, met, last_import_id = ${importId} AS "isMine" FROM imported_row WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[])`.execute(
      db,
    );
    const times = new Map(rows.map(({ id, taken, met, isMine }) => [id, { taken, met: isMine ? met : 0 }]));
    const others = rows.filter((row) => !row.isMine).map((row) => row.id);
    if (others.length === 0) return times;
    const { rows: counts } = await sql<{
      id: string;
      met: number;
    }>`SELECT id, met FROM import_row_count WHERE import_id = ${importId} AND id = ANY(${others}::uuid[])`.execute(db);
    for (const { id, met } of counts) times.set(id, { taken: times.get(id)?.taken ?? 0, met });
    return times;
  }

  return {
    async plan(rows: readonly Row[]): Promise<Plan> {
      const keyed = rows.map((row) => ({ ...row, key: interactionIdOf(workspaceId, row.messageId) }));
      const stored = await load([...new Set(keyed.map(({ key }) => key))].filter((key) => !held.has(key)));
      const planned = new Map<string, Times>();
      const ids = keyed.map(({ key, messageId, counted }) => {
        const { taken, met } = planned.get(key) ?? held.get(key) ?? stored.get(key) ?? { taken: 0, met: 0 };
        const occurrence = counted ? met + 1 : 1;
        planned.set(key, { taken: Math.max(taken, occurrence), met: occurrence });
        return occurrence > taken ? numberedId(messageId, occurrence) : null;
      });
      return { ids, keep: () => planned.forEach((times, key) => held.set(key, times)) };
    },

    /** How many ids are held. */
    size: () => held.size,

    /** Writes what was met, in the order of ids, so that two readers never deadlock. What another import that is not at its end met is set aside for it. */
    async save(tx: Tx): Promise<void> {
      if (held.size === 0) return;
      const rows = [...held].sort(([a], [b]) => (a < b ? -1 : 1));
      const ids = rows.map(([id]) => id);
      const { rows: open } = await sql<{
        id: string;
      }>`SELECT id FROM import WHERE workspace_id = ${workspaceId} AND id <> ${importId} AND status <> 'done' AND rows_read > 0`.execute(
        tx,
      );
      if (open.length > 0)
        await sql`
          INSERT INTO import_row_count AS c (import_id, id, met)
          SELECT last_import_id, id, met FROM imported_row WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::uuid[]) AND last_import_id = ANY(${open.map(({ id }) => id)}::uuid[]) ORDER BY last_import_id, id
          ON CONFLICT (import_id, id) DO UPDATE SET met = greatest(c.met, excluded.met)`.execute(tx);
      await sql`
        INSERT INTO imported_row AS r (workspace_id, id, times, last_import_id, met)
        SELECT ${workspaceId}::uuid, n.id, n.taken, ${importId}::uuid, n.met
        FROM unnest(${ids}::uuid[], ${rows.map(([, times]) => times.taken)}::int[], ${rows.map(([, times]) => times.met)}::int[]) AS n(id, taken, met)
        ON CONFLICT (workspace_id, id) DO UPDATE SET times = greatest(r.times, excluded.times), last_import_id = excluded.last_import_id, met = excluded.met`.execute(
        tx,
      );
    },

    /** To be called after the commit. */
    saved: () => held.clear(),
  };
}
export type RowMemory = ReturnType<typeof createRowMemory>;
