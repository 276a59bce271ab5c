import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { PipelineEvent } from "../collect/index.ts";
import { toInteractionView } from "../live-segments/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import type { WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";

const names = ["Segment Entered", "Segment Left"];
/** Of an account with more people than this, those come in who were seen in it last. */
const mostPeople = 10_000;

/**
 * Leaves word for the people of accounts that came into or left a segment of accounts by which some flow begins, in the transaction of the interaction that tells of it; the timer takes it from there, some
 * hundred people at a time.
 */
export async function hearAccountSegments(
  tx: Tx,
  { workspaceId, flows }: WorkspaceFlows,
  events: readonly PipelineEvent[],
  rowOf: ReadonlyMap<PipelineEvent, InteractionRow>,
): Promise<void> {
  const awaited = new Set(
    flows.flatMap(({ compiled: { definition } }) =>
      definition.trigger.kind === "segment" && definition.trigger.of === "account" ? [definition.trigger.segment] : [],
    ),
  );
  if (awaited.size === 0) return;
  const changes = events.flatMap((event) => {
    const row = rowOf.get(event);
    if (!row || row.source_id !== ownSourceId || !names.includes(String(row.name))) return [];
    const view = toInteractionView(row);
    const { of, segment } = view.properties;
    if (of !== "account" || typeof segment !== "string" || !awaited.has(segment) || view.accountId === undefined) return [];
    return [{ accountId: view.accountId, segment, at: view.at, details: { entered: view.name === "Segment Entered", event: view } }];
  });
  if (changes.length === 0) return;
  await sql`
    INSERT INTO flow_signal (workspace_id, kind, of_id, key, details, at)
    SELECT ${workspaceId}::uuid, 'segment', p.person_id, c.key, c.details, to_timestamp(c.ms / 1000)
    FROM unnest(${plainArray(changes.map(({ accountId }) => accountId))}::bigint[], ${changes.map(({ segment }) => segment)}::text[], ${changes.map(({ details }) => JSON.stringify(details))}::jsonb[],
      ${plainArray(changes.map(({ at }) => at))}::float8[]) WITH ORDINALITY AS c(account_id, key, details, ms, place)
    CROSS JOIN LATERAL (SELECT f.person_id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
      WHERE m.workspace_id = ${workspaceId} AND m.account_id = c.account_id GROUP BY f.person_id ORDER BY max(m.last_seen) DESC, f.person_id LIMIT ${mostPeople}) p
    ORDER BY c.place, p.person_id`.execute(tx);
}
