import type { History } from "@throughline/domain";
import { createHash, randomUUID } from "node:crypto";
import type { ClickHouse } from "../../../platform/clickhouse/index.ts";

const idOf = (...parts: string[]): string => (createHash("sha256").update(parts.join("\0")).digest().readBigUInt64BE() >> 1n).toString();

/** The timeline's id of somebody in a loaded history. */
export const loadedPersonId = (workspaceId: string, id: string): string => idOf(workspaceId, "person", id);

/**
 * Puts what a reference history knows (people, their accounts, all that they did) into the timeline store, each history as a workspace of its own; gives their ids. Everybody is their
 * own profile. One insert a table, however many histories.
 */
export async function loadHistories(clickhouse: ClickHouse, histories: readonly History[]): Promise<string[]> {
  const placed = histories.map((history) => ({ history, workspaceId: randomUUID() }));
  const accountId = (workspaceId: string, key: string) => idOf(workspaceId, "account", key);
  const interactions = placed.flatMap(({ history, workspaceId }) =>
    history.flatMap((person) =>
      person.interactions.map((one) => ({
        workspace_id: workspaceId,
        id: randomUUID(),
        profile_id: loadedPersonId(workspaceId, person.id),
        account_id: one.account ? accountId(workspaceId, one.account.key) : "0",
        at: one.at,
        received_at: one.at,
        kind: one.kind,
        name: one.name,
        channel: one.channel,
        actor: one.actor,
        session_id: one.sessionId,
        path: one.path,
        url: one.url,
        title: one.title,
        device: one.session.device ?? "",
        browser: one.session.browser ?? "",
        utm_source: one.session.utmSource ?? "",
        library: one.session.library ?? "",
        message_id: one.id,
        is_bot: one.bot,
        properties: one.properties,
      })),
    ),
  );
  const people = placed.flatMap(({ history, workspaceId }) =>
    history.map((person) => ({
      workspace_id: workspaceId,
      person_id: loadedPersonId(workspaceId, person.id),
      traits: person.traits,
      account_ids: person.accounts.map((account) => accountId(workspaceId, account.key)),
      consents: person.consents,
      reachable: person.reachable,
      first_seen: finite(person.firstSeen),
      version: 1,
    })),
  );
  const accounts = placed.flatMap(({ history, workspaceId }) => {
    const all = history.flatMap((person) => [...person.accounts, ...person.interactions.flatMap((one) => one.account ?? [])]);
    return [...new Map(all.map((account) => [account.key, account])).values()].map((account) => ({
      workspace_id: workspaceId,
      account_id: accountId(workspaceId, account.key),
      key: account.key,
      name: account.name,
      traits: account.traits,
      first_seen: finite(account.firstSeen),
      last_seen: finite(account.lastSeen),
      version: 1,
    }));
  });
  await clickhouse.insert({ table: "interaction", rows: interactions });
  await clickhouse.insert({ table: "person_state", rows: people });
  await clickhouse.insert({ table: "account_state", rows: accounts });
  return placed.map((one) => one.workspaceId);
}

/** Somebody who never did anything was first seen at no time. */
const finite = (ms: number): number => (Number.isFinite(ms) ? ms : 0);
