import { sql, type RawBuilder } from "kysely";
import { traitValues, type Traits } from "@throughline/domain";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { StateChange } from "./state-changes.store.ts";

type Key = Pick<StateChange, "workspaceId" | "id">;
export type StateRow = Record<string, unknown>;

const keysOf = (keys: readonly Key[]): RawBuilder<unknown> =>
  sql`unnest(${plainArray(keys.map((key) => key.workspaceId))}::uuid[], ${plainArray(keys.map((key) => key.id))}::bigint[]) AS k(workspace_id, id)`;

/** What a person is now, as rows of `person_state`; of those who are gone, that they are. */
export async function readPeople(tx: Tx, keys: readonly Key[], version: string): Promise<StateRow[]> {
  const { rows } = await sql<{ [column: string]: unknown; gone: boolean }>`
    SELECT k.workspace_id, k.id AS person_id, coalesce(p.traits, '{}') AS traits, p.id IS NULL AS gone, coalesce(floor(extract(epoch FROM p.first_seen) * 1000), 0)::float8 AS first_seen,
      coalesce(a.ids, '{}') AS account_ids, coalesce(c.purposes, '{}') AS consents, coalesce(r.kinds, '{}') AS reachable
    FROM ${keysOf(keys)} LEFT JOIN person p ON p.workspace_id = k.workspace_id AND p.id = k.id
    LEFT JOIN LATERAL (
      SELECT array_agg(j.account_id ORDER BY j.since, j.account_id) AS ids FROM (
        SELECT m.account_id, min(m.first_seen) AS since FROM profile f JOIN account_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id
        WHERE f.workspace_id = p.workspace_id AND f.person_id = p.id GROUP BY m.account_id) j) a ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(l.purpose ORDER BY l.purpose) FILTER (WHERE l.granted) AS purposes FROM (
        SELECT DISTINCT ON (c.purpose) c.purpose, c.granted FROM (
          SELECT f.id AS profile_id, 0::bigint AS from_ms, NULL::bigint AS until_ms FROM profile f WHERE f.workspace_id = p.workspace_id AND f.person_id = p.id AND NOT f.split
          UNION ALL
          SELECT o.profile_id, o.from_ms, (SELECT min(n.from_ms) FROM person_override n WHERE n.workspace_id = o.workspace_id AND n.profile_id = o.profile_id AND NOT n.deleted AND n.from_ms > o.from_ms)
          FROM person_override o JOIN profile f ON f.workspace_id = o.workspace_id AND f.id = o.profile_id AND f.split
          WHERE o.workspace_id = p.workspace_id AND o.person_id = p.id AND NOT o.deleted) s
        JOIN consent c ON c.workspace_id = p.workspace_id AND c.profile_id = s.profile_id
          AND extract(epoch FROM c.at) * 1000 >= s.from_ms AND (s.until_ms IS NULL OR extract(epoch FROM c.at) * 1000 < s.until_ms)
        ORDER BY c.purpose, c.at DESC, c.message_id DESC) l) c ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(DISTINCT kind ORDER BY kind) AS kinds FROM (
        SELECT f.kind FROM profile f WHERE f.workspace_id = p.workspace_id AND f.person_id = p.id AND f.kind IN ('email', 'phone')
        UNION ALL SELECT 'email' WHERE p.email IS NOT NULL UNION ALL SELECT 'phone' WHERE p.phone IS NOT NULL) r) r ON true`.execute(tx);
  return rows.map(({ gone, ...row }) => ({ ...row, version, deleted: gone ? 1 : 0 }));
}

/** What an account is now, as rows of `account_state`. */
export async function readAccounts(tx: Tx, keys: readonly Key[], version: string): Promise<StateRow[]> {
  const { rows } = await sql<{ [column: string]: unknown; traits: Traits; gone: boolean }>`
    SELECT k.workspace_id, k.id AS account_id, a.id IS NULL AS gone, coalesce(a.key, '') AS key, coalesce(a.name, '') AS name, coalesce(a.traits, '{}') AS traits,
      coalesce(floor(extract(epoch FROM a.first_seen) * 1000), 0)::float8 AS first_seen, coalesce(floor(extract(epoch FROM a.last_seen) * 1000), 0)::float8 AS last_seen
    FROM ${keysOf(keys)} LEFT JOIN account a ON a.workspace_id = k.workspace_id AND a.id = k.id`.execute(tx);
  return rows.map(({ gone, traits, ...row }) => ({ ...row, traits: traitValues(traits), version, deleted: gone ? 1 : 0 }));
}

/** Who is in a segment or is not any more, as rows of `segment_member`. */
export async function readMembers(tx: Tx, changes: readonly StateChange[], version: string): Promise<StateRow[]> {
  const { rows } = await sql<{ [column: string]: unknown; gone: boolean }>`
    SELECT k.workspace_id, k.segment_id, k.id AS profile_id, m.profile_id IS NULL AS gone
    FROM unnest(${plainArray(changes.map((change) => change.workspaceId))}::uuid[], ${plainArray(changes.map((change) => change.id))}::bigint[], ${plainArray(changes.map((change) => change.segmentId as string))}::uuid[])
      AS k(workspace_id, id, segment_id)
    LEFT JOIN segment_member m ON m.segment_id = k.segment_id AND m.profile_id = k.id`.execute(tx);
  return rows.map(({ gone, ...row }) => ({ ...row, version, deleted: gone ? 1 : 0 }));
}
