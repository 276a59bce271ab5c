import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";

export type SourceOutcome = { workspaceId: string; sourceId: string; receivedAt: number };
export type Outcomes = {
  accepted: readonly SourceOutcome[];
  quarantined: readonly SourceOutcome[];
  duplicates: readonly SourceOutcome[];
  suppressed: readonly SourceOutcome[];
};
const names = ["accepted", "quarantined", "duplicates", "suppressed"] as const;
type Minute = { workspaceId: string; sourceId: string; minute: number } & Record<(typeof names)[number], number>;

/** Counts what became of each source's events, by the minute of receipt: the pulse and the health of sources come from here. */
export async function countSources(tx: Tx, outcomes: Outcomes): Promise<void> {
  const minutes = new Map<string, Minute>();
  for (const name of names) {
    for (const { workspaceId, sourceId, receivedAt } of outcomes[name]) {
      const minute = Math.floor(receivedAt / 60_000) * 60_000;
      const key = `${workspaceId} ${sourceId} ${minute}`;
      const row = minutes.get(key) ?? { workspaceId, sourceId, minute, accepted: 0, quarantined: 0, duplicates: 0, suppressed: 0 };
      row[name]++;
      minutes.set(key, row);
    }
  }
  const rows = [...minutes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO source_minute AS s (workspace_id, source_id, minute, accepted, quarantined, duplicates, suppressed)
    SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.sourceId)}::uuid[], ${rows.map((r) => new Date(r.minute))}::timestamptz[], ${rows.map((r) => r.accepted)}::bigint[],
      ${rows.map((r) => r.quarantined)}::bigint[], ${rows.map((r) => r.duplicates)}::bigint[], ${rows.map((r) => r.suppressed)}::bigint[])
    ON CONFLICT (workspace_id, source_id, minute) DO UPDATE SET accepted = s.accepted + excluded.accepted, quarantined = s.quarantined + excluded.quarantined,
      duplicates = s.duplicates + excluded.duplicates, suppressed = s.suppressed + excluded.suppressed`.execute(tx);
}
