import type { RememberedView } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { LiveSegment } from "./definitions.ts";

/** A person, or an account, as segments see it; `isThere` is false for who is nobody (any more). */
export type Loaded = {
  view: RememberedView & { segments: string[] };
  isThere: boolean;
  /** Places of the segments that are to be looked at; null: all. */
  asked: ReadonlySet<number> | null;
  /** Places of the live segments that they are in. */
  memberOf: Set<number>;
  dueMs: number | null;
};

/** Adds in which live segments they are, by their own ids. */
export async function addLiveMemberships(
  tx: Tx,
  workspaceId: string,
  segments: readonly LiveSegment[],
  loaded: ReadonlyMap<string, Loaded>,
): Promise<void> {
  const { rows } = await sql<{ id: string; places: string }>`
    SELECT m.profile_id AS id, string_agg((s.n - 1)::text, ',') AS places
    FROM segment_member m JOIN unnest(${plainArray(segments.map(({ id }) => id))}::uuid[]) WITH ORDINALITY AS s(id, n) ON s.id = m.segment_id
    WHERE m.workspace_id = ${workspaceId} AND m.profile_id = ANY(${plainArray([...loaded.keys()])}::bigint[]) GROUP BY m.profile_id`.execute(
    tx,
  );
  for (const { id, places } of rows) for (const place of places.split(",")) loaded.get(id)?.memberOf.add(Number(place));
}
