import { compareIds } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { PipelineEvent } from "../collect/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { Identified } from "./apply-identity.ts";
import type { Tx } from "./profiles.store.ts";

type Count = { workspaceId: string; id: string; known: boolean; first: number; last: number; interactions: number };

/** What we did or decided ourselves is on somebody's timeline, but they were not seen: or "not seen for a month" would end by what it sets off. */
const wasSeen = ({ sourceId }: PipelineEvent): boolean => sourceId !== ownSourceId;

function add(
  counts: Map<string, Count>,
  key: { workspaceId: string; id: string; known: boolean },
  at: number,
  { interactions = 1, isSeen = true }: { interactions?: number; isSeen?: boolean } = {},
): void {
  const count = counts.get(key.id);
  const last = isSeen ? at : 0;
  if (!count) counts.set(key.id, { ...key, first: at, last, interactions });
  else {
    count.first = Math.min(count.first, at);
    count.last = Math.max(count.last, last);
    count.interactions += interactions;
  }
}

const columnsOf = (counts: ReadonlyMap<string, Count>) => {
  const rows = [...counts.values()].sort((a, b) => compareIds(a.id, b.id));
  return sql`(SELECT workspace_id, id, known, to_timestamp(first_ms / 1000) AS first_seen, to_timestamp(last_ms / 1000) AS last_seen, interactions FROM unnest(${plainArray(rows.map((r) => r.workspaceId))}::uuid[], ${plainArray(rows.map((r) => r.id))}::bigint[], ${plainArray(rows.map((r) => r.known))}::boolean[],
    ${plainArray(rows.map((r) => r.first))}::float8[], ${plainArray(rows.map((r) => r.last))}::float8[], ${plainArray(rows.map((r) => r.interactions))}::bigint[]) AS u(workspace_id, id, known, first_ms, last_ms, interactions)) AS c`;
};

/**
 * Adds a batch to the counts of its profiles and of its people. People who are to be folded anew take part with nothing: so the rows of all people that this batch
 * writes are locked here, in one order, and nobody adds to them between the reading and the writing of the fold.
 */
export async function countSightings(tx: Tx, events: readonly PipelineEvent[], identified: Identified): Promise<void> {
  const profileCounts = new Map<string, Count>();
  const personCounts = new Map<string, Count>();
  for (const event of events) {
    const { workspaceId, profile, message } = event;
    const isSeen = wasSeen(event);
    add(profileCounts, { workspaceId, id: profile.id, known: false }, message.at, { isSeen });
    const personId = identified.ownerOf(event);
    if (identified.peopleToFold.get(workspaceId)?.has(personId)) continue;
    add(personCounts, { workspaceId, id: personId, known: personId !== profile.id || profile.kind !== "anonymousId" }, message.at, {
      isSeen,
    });
  }
  for (const [workspaceId, people] of identified.peopleToFold)
    for (const id of people) add(personCounts, { workspaceId, id, known: false }, 0, { interactions: 0 });
  if (profileCounts.size > 0)
    await sql`
      UPDATE profile p SET first_seen = CASE WHEN p.interactions = 0 THEN c.first_seen ELSE least(p.first_seen, c.first_seen) END,
        last_seen = CASE WHEN p.interactions = 0 THEN c.last_seen ELSE greatest(p.last_seen, c.last_seen) END, interactions = p.interactions + c.interactions
      FROM ${columnsOf(profileCounts)} WHERE p.workspace_id = c.workspace_id AND p.id = c.id`.execute(tx);
  if (personCounts.size > 0)
    await sql`
      INSERT INTO person AS p (workspace_id, id, known, first_seen, last_seen, interactions) SELECT * FROM ${columnsOf(personCounts)}
      ON CONFLICT (workspace_id, id) DO UPDATE SET first_seen = least(p.first_seen, excluded.first_seen), last_seen = greatest(p.last_seen, excluded.last_seen), interactions = p.interactions + excluded.interactions`.execute(
      tx,
    );
}
