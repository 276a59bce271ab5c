import type { Signal } from "@throughline/domain";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";

/** What an interaction said, with whose it is and when. */
export type Heard = { workspaceId: string; profileId: string; interactionId: string; at: number; signals: readonly Signal[] };

type Matter = {
  workspaceId: string;
  profileId: string;
  kind: string;
  key: string;
  opened: number | null;
  settled: number | null;
  last: number;
};
type Score = { workspaceId: string; profileId: string; kind: string; score: number; at: number; interactionId: string };

const later = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));
const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function mattersOf(heard: readonly Heard[]): Matter[] {
  const matters = new Map<string, Matter>();
  for (const { workspaceId, profileId, at, signals } of heard)
    for (const signal of signals) {
      if (!("matter" in signal)) continue;
      const id = `${workspaceId} ${profileId} ${signal.matter} ${signal.key}`;
      const matter = matters.get(id) ?? {
        workspaceId,
        profileId,
        kind: signal.matter,
        key: signal.key,
        opened: null,
        settled: null,
        last: at,
      };
      matters.set(id, {
        ...matter,
        opened: signal.effect === "opened" ? later(matter.opened, at) : matter.opened,
        settled: signal.effect === "settled" ? later(matter.settled, at) : matter.settled,
        last: Math.max(matter.last, at),
      });
    }
  // In one order, whoever writes: nobody waits in a circle.
  return [...matters].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, matter]) => matter);
}

function scoresOf(heard: readonly Heard[]): Score[] {
  const scores = new Map<string, Score>();
  for (const { workspaceId, profileId, interactionId, at, signals } of heard)
    for (const signal of signals) {
      if (!("score" in signal)) continue;
      const id = `${workspaceId} ${profileId} ${signal.score}`;
      const known = scores.get(id);
      if (known && (known.at > at || (known.at === at && known.interactionId > interactionId))) continue;
      scores.set(id, { workspaceId, profileId, kind: signal.score, score: signal.value, at, interactionId });
    }
  return [...scores].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, score]) => score);
}

/** Adds what was heard. The latest time of each kind holds, so any order and any repetition gives the same. Profiles that are not there (any more) are left out. */
export async function saveSignals(tx: Transaction<Database>, heard: readonly Heard[]): Promise<void> {
  const matters = mattersOf(heard);
  if (matters.length > 0)
    await sql`
      INSERT INTO person_matter AS m (workspace_id, profile_id, kind, key, opened_at, settled_at, last_at)
      SELECT u.* FROM unnest(${plainArray(matters.map((m) => m.workspaceId))}::uuid[], ${plainArray(matters.map((m) => m.profileId))}::bigint[], ${plainArray(matters.map((m) => m.kind))}::text[],
        ${matters.map((m) => m.key)}::text[], ${matters.map((m) => isoOf(m.opened))}::timestamptz[], ${matters.map((m) => isoOf(m.settled))}::timestamptz[], ${matters.map((m) => isoOf(m.last))}::timestamptz[])
        AS u(workspace_id, profile_id, kind, key, opened_at, settled_at, last_at)
      JOIN profile p ON p.workspace_id = u.workspace_id AND p.id = u.profile_id
      ON CONFLICT (workspace_id, profile_id, kind, key) DO UPDATE SET opened_at = greatest(m.opened_at, excluded.opened_at),
        settled_at = greatest(m.settled_at, excluded.settled_at), last_at = greatest(m.last_at, excluded.last_at)`.execute(tx);
  const scores = scoresOf(heard);
  if (scores.length > 0)
    await sql`
      INSERT INTO person_score AS s (workspace_id, profile_id, kind, score, at, interaction_id)
      SELECT u.* FROM unnest(${plainArray(scores.map((s) => s.workspaceId))}::uuid[], ${plainArray(scores.map((s) => s.profileId))}::bigint[], ${plainArray(scores.map((s) => s.kind))}::text[],
        ${plainArray(scores.map((s) => s.score))}::float8[], ${scores.map((s) => isoOf(s.at))}::timestamptz[], ${plainArray(scores.map((s) => s.interactionId))}::uuid[])
        AS u(workspace_id, profile_id, kind, score, at, interaction_id)
      JOIN profile p ON p.workspace_id = u.workspace_id AND p.id = u.profile_id
      ON CONFLICT (workspace_id, profile_id, kind) DO UPDATE SET score = excluded.score, at = excluded.at, interaction_id = excluded.interaction_id
      WHERE (excluded.at, excluded.interaction_id) > (s.at, s.interaction_id)`.execute(tx);
}

const keepMattersDays = 180;

/** Forgets matters that nobody spoke of for so long that no rule counts them. */
export async function trimMatters(db: Kysely<Database>, nowMs: number): Promise<void> {
  const before = new Date(nowMs - keepMattersDays * 86_400_000);
  // What somebody left, and an address that does not exist, does not grow old.
  await sql`DELETE FROM person_matter WHERE last_at < ${before} AND kind IN ('conversation', 'complaint')`.execute(db);
}
