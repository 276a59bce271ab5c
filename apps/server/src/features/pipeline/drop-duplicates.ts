import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";

/** Keeps the first event of each message id, of this batch and of the last days. Ids are derived from workspace and message id, so workspaces never meet. */
export async function dropDuplicates<Event extends { id: string }>(
  tx: Tx,
  events: readonly Event[],
): Promise<{ fresh: Event[]; duplicates: Event[] }> {
  const first = new Map<string, Event>();
  const duplicates: Event[] = [];
  for (const event of events) {
    if (first.has(event.id)) duplicates.push(event);
    else first.set(event.id, event);
  }
  if (first.size === 0) return { fresh: [], duplicates };
  const { rows } = await sql<{ id: string }>`
    INSERT INTO seen_message (id) SELECT * FROM unnest(${plainArray([...first.keys()].sort())}::uuid[]) ON CONFLICT DO NOTHING RETURNING id`.execute(
    tx,
  );
  const isNew = new Set(rows.map((row) => row.id));
  const fresh: Event[] = [];
  for (const event of first.values()) (isNew.has(event.id) ? fresh : duplicates).push(event);
  return { fresh, duplicates };
}
