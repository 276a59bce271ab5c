import { compareIds } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import { recordOwnInteractions, type OwnInteraction } from "../own-interactions/index.ts";
import { lookAtAccountsSoon } from "./account-matches.store.ts";
import { lastSeenIn } from "./account-people.ts";
import type { LiveDefinitions } from "./definitions.ts";
import { dueOfAccounts, evaluateLoaded, type Change } from "./evaluate-loaded.ts";
import { loadAccounts, lockAccounts } from "./load-accounts.ts";

const accountsAtOnce = 500;

/**
 * Looks at these accounts with every live segment of accounts of their workspace (or those that `asked` names) and writes what changed. What two transactions do in the name of an
 * account at the same time, the second one sees: accounts that another holds at this moment are looked at within moments, in a transaction of their own.
 */
export async function evaluateAccounts(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  accountIds: Iterable<string>,
  nowMs: number,
  asked?: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<void> {
  if (definitions.segments.length === 0) return;
  const ids = [...new Set(accountIds)].sort(compareIds);
  for (let from = 0; from < ids.length; from += accountsAtOnce) {
    const { held, busy } = await lockAccounts(tx, workspaceId, ids.slice(from, from + accountsAtOnce));
    await lookAtAccountsSoon(tx, workspaceId, busy);
    const accounts = await loadAccounts(tx, workspaceId, definitions, held, nowMs, asked);
    const { entered, left } = await evaluateLoaded(tx, workspaceId, definitions, accounts, { due: dueOfAccounts, nowMs });
    const tell = (change: Change) => change.segment.tells && !change.segment.isHidden;
    const told = { entered: entered.filter(tell), left: left.filter(tell) };
    const changed = [...told.entered, ...told.left].map(({ memberId }) => memberId);
    const tellers = await lastSeenIn(tx, workspaceId, [...new Set(changed)]);
    const toldOf = (what: "Entered" | "Left", changes: readonly Change[]): OwnInteraction[] =>
      changes.flatMap(({ segment, memberId }) => {
        const profileId = tellers.get(memberId);
        const account = accounts.get(memberId)?.view.accounts[0];
        if (profileId === undefined || !account) return [];
        return {
          workspaceId,
          key: `segment ${segment.id} account ${memberId} ${what} ${nowMs}`,
          profileId,
          accountKey: account.key,
          name: `Segment ${what}`,
          at: nowMs,
          actor: "system" as const,
          properties: { segment: segment.key, name: segment.name, of: "account", account: account.name || account.key },
        };
      });
    await recordOwnInteractions(tx, [...toldOf("Entered", told.entered), ...toldOf("Left", told.left)]);
  }
}
