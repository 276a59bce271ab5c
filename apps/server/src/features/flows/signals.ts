import { isObject, type InteractionView } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "./flows-deps.ts";
import type { Happening } from "./happenings.ts";

/** Something that happened outside of the events of a batch; `ofId` is a person, or an account. */
export type Signal = {
  seq: string;
  workspaceId: string;
  kind: "segment" | "merged" | "traits" | "account" | "call" | "arm";
  ofId: string | null;
  key: string | null;
  details: Record<string, unknown> | null;
  at: Date;
};

/** What signals mean for people; of profiles that changed hands meanwhile, for whom they belong to now. */
export async function happeningsOf(tx: Tx, workspaceId: string, signals: readonly Signal[]): Promise<Happening[]> {
  const members = await membersOf(
    tx,
    workspaceId,
    signals.flatMap(({ kind, ofId }) => (kind === "account" && ofId !== null ? [ofId] : [])),
  );
  const owners = await ownersOf(
    tx,
    workspaceId,
    signals.flatMap(({ kind, ofId }) => (kind !== "account" && ofId !== null ? [ofId] : [])),
  );
  const seen = new Set<string>();
  return signals.flatMap(({ seq, kind, ofId, key, details, at }): Happening[] => {
    if (ofId === null || kind === "arm") return [];
    if (kind === "account" || kind === "traits") {
      const people = kind === "account" ? (members.get(ofId) ?? []) : [owners.get(ofId) ?? ofId];
      return people.flatMap((personId): Happening[] => {
        if (seen.has(personId)) return [];
        seen.add(personId);
        return [{ kind: "changed", personId }];
      });
    }
    const personId = owners.get(ofId) ?? ofId;
    if (kind === "merged") return [{ kind, personId }];
    if (kind === "segment") {
      const event = details?.["event"];
      return [
        {
          kind,
          personId,
          key: key ?? "",
          entered: details?.["entered"] === true,
          atMs: at.getTime(),
          id: `signal ${seq}`,
          event: isObject(event) ? (event as InteractionView) : null,
        },
      ];
    }
    const { outcome, status, body } = details ?? {};
    return [
      {
        kind,
        personId,
        key: key ?? "",
        outcome: outcome === "answered" || outcome === "failed" ? outcome : "unknown",
        status: typeof status === "number" ? status : null,
        body,
      },
    ];
  });
}

async function membersOf(tx: Tx, workspaceId: string, accountIds: readonly string[]): Promise<Map<string, string[]>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<{ accountId: string; personId: string }>`
    SELECT DISTINCT m.account_id AS "accountId", f.person_id AS "personId" FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.account_id = ANY(${plainArray(accountIds)}::bigint[])`.execute(tx);
  return new Map([...Map.groupBy(rows, (row) => row.accountId)].map(([id, list]) => [id, list.map(({ personId }) => personId)]));
}

async function ownersOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; personId: string }>`
    SELECT id, person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
  return new Map(rows.map(({ id, personId }) => [id, personId]));
}
