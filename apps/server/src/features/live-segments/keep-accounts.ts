import type { PipelineEvent } from "../collect/index.ts";
import type { Tx } from "../identity/index.ts";
import { accountKeyOf, accountOfKey, addAccountMatches, namesAccount } from "./account-matches.store.ts";
import { accountsWith, firstAccountsOf } from "./account-people.ts";
import type { LiveDefinitions } from "./definitions.ts";
import { evaluateAccounts } from "./evaluate-accounts.ts";
import { findMatches } from "./find-matches.ts";
import type { WorkspaceBatch } from "./workspace-batch.ts";

/**
 * A batch's part in segments of accounts: what was done in the name of accounts is remembered, and those are looked at in whose name it was done, that changed, or whose people did or are in other segments now.
 */
export async function keepAccounts(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  { countable, rows, identified, changed, isWhole, counted, nowMs }: WorkspaceBatch,
): Promise<void> {
  const whose = ({ accountId, profile }: PipelineEvent) => accountKeyOf(accountId, profile.id);
  const found = findMatches(definitions, countable, rows, whose);
  await addAccountMatches(tx, workspaceId, found, { conditions: new Set(definitions.conditions.keys()), isWhole, nowMs });
  const asked = new Map<string, Set<number>>();
  const ask = (accountId: string, moved: Iterable<number>): void => {
    const places = asked.get(accountId) ?? new Set();
    for (const place of moved) places.add(place);
    asked.set(accountId, places);
  };
  const movedBy = (condition: number) => definitions.movedBy.get(condition) ?? [];
  const unnamed = found.filter(({ key }) => !namesAccount(key));
  const doers = new Set(unnamed.flatMap(({ events }) => events.map(identified.ownerOf)));
  const firsts = await firstAccountsOf(tx, workspaceId, [...doers]);
  for (const { key, condition, events } of found) {
    if (namesAccount(key)) ask(accountOfKey(key), movedBy(condition.id));
    else
      for (const event of events) {
        const first = firsts.get(identified.ownerOf(event));
        if (first !== undefined) ask(first, movedBy(condition.id));
      }
  }
  for (const accountId of await accountsWith(tx, workspaceId, [...counted])) ask(accountId, definitions.movedByPeople);
  // Whose traits or people changed may have been moved by anything.
  const others = [...changed.accounts, ...(await accountsWith(tx, workspaceId, changed.people))];
  for (const id of others) asked.delete(id);
  const moved = [...asked].flatMap(([id, places]) => (places.size > 0 ? [id] : []));
  await evaluateAccounts(tx, workspaceId, definitions, [...others, ...moved], nowMs, asked);
}
