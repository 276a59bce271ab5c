import { ProductError, type Predicate } from "@throughline/contract";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import * as live from "./live-segments.store.ts";
import { saveLiveSegment } from "./save-live-segment.ts";
import type { Db } from "./segments.store.ts";

/** Conditions that another part of the product keeps live, such as those of a flow's version: segments that nobody lists and no timeline tells of. */
type HiddenSegment = {
  /** With a space in it, as no key that people give has. */
  key: string;
  /** What it is for, as it is said to somebody who wants to delete what it speaks of: the flow “Welcome”. */
  name: string;
  predicate: Predicate;
};

/**
 * Keeps a hidden segment; computed in the background like any other (see {@link isPrepared}). Saved again with the same predicate it stays as it is, with another one it begins anew.
 * Call it in a transaction that holds no row locks yet: it waits for the batches under way.
 * @throws ProductError `invalid_input` for a predicate that cannot be followed live.
 */
export async function saveHiddenSegment(tx: Tx, workspaceId: string, segment: HiddenSegment): Promise<void> {
  if (!segment.key.includes(" ") || segment.key.endsWith(" next")) throw new RangeError(`not a key of a hidden segment: ${segment.key}`);
  await live.lockDefinitions(tx);
  const { rows } = await sql<{ stays: boolean }>`
    SELECT phase <> 'failed' AND predicate = ${JSON.stringify(segment.predicate)}::jsonb AS stays FROM segment WHERE workspace_id = ${workspaceId} AND key = ${segment.key} AND hidden`.execute(
    tx,
  );
  if (rows[0]?.stays) return;
  if (rows[0]) await dropHiddenSegments(tx, workspaceId, [segment.key]);
  const id = await saveLiveSegment(tx, workspaceId, { ...segment, of: "person", createdBy: segment.name, isHidden: true });
  if (id === null) throw new ProductError("conflict", `There is a segment ${segment.key} already.`);
}

/** Gives hidden segments up; keys that are not there are passed over. Like {@link saveHiddenSegment} it waits for the batches under way. */
export async function dropHiddenSegments(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await live.lockDefinitions(tx);
  const { rows } =
    await sql`DELETE FROM segment WHERE workspace_id = ${workspaceId} AND hidden AND key = ANY(${keys}::text[]) RETURNING id`.execute(tx);
  if (rows.length === 0) return;
  await live.dropUnusedConditions(tx, workspaceId);
  await live.definitionsChanged(tx);
}

export type Preparation = { prepared: boolean; progress: number; failure: string | null };

/** Whether these segments are computed, each, or how far they are (0 to 1); `failure` says why one never will be. One that is not there is not prepared. */
export async function isPrepared(db: Db | Tx, workspaceId: string, keys: readonly string[]): Promise<Preparation> {
  if (keys.length === 0) return { prepared: true, progress: 1, failure: null };
  const { rows } = await sql<{ phase: string; progress: number | null; failure: string | null }>`
    SELECT phase, progress, failure FROM segment WHERE workspace_id = ${workspaceId} AND key = ANY(${keys}::text[])`.execute(db);
  const done = rows.reduce((sum, { phase, progress }) => sum + (phase === "live" ? 1 : (progress ?? 0)), 0);
  const asked = new Set(keys).size;
  return {
    prepared: rows.length === asked && rows.every(({ phase }) => phase === "live"),
    progress: done / asked,
    failure: rows.find(({ phase }) => phase === "failed")?.failure ?? null,
  };
}

/** Which of these segments (by key, hidden or not) these people are in, as this transaction sees it: in live ones by their own id, in chosen ones as whoever their profile belongs to now. Who is in none is left out. */
export async function segmentsAmong(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
  personIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (keys.length === 0 || personIds.length === 0) return found;
  const ids = plainArray(personIds);
  const { rows } = await sql<{ key: string; personId: string }>`
    SELECT s.key, m.profile_id AS "personId" FROM segment_member m JOIN segment s ON s.id = m.segment_id AND s.kind = 'live' AND s.key = ANY(${keys}::text[])
    WHERE m.workspace_id = ${workspaceId} AND m.profile_id = ANY(${ids}::bigint[])
    UNION
    SELECT s.key, f.person_id FROM segment s JOIN segment_member m ON m.segment_id = s.id JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE s.workspace_id = ${workspaceId} AND s.kind = 'static' AND s.key = ANY(${keys}::text[]) AND f.workspace_id = ${workspaceId} AND f.person_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  for (const { key, personId } of rows) {
    const theirs = found.get(personId);
    if (theirs) theirs.add(key);
    else found.set(personId, new Set([key]));
  }
  return found;
}
