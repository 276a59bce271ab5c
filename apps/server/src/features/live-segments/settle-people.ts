import type { Tx } from "../identity/index.ts";
import { accountsWith, peopleIn } from "./account-people.ts";
import { changedStates, lookSoon, nothingChanged } from "./changed-people.ts";
import { loadDefinitions } from "./definitions.ts";
import { evaluateAccounts } from "./evaluate-accounts.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { lockPeople } from "./load-people.ts";
import type { SegmentListener } from "./segment-changes.ts";

/**
 * After a change by people (consent, merge, deletion): everybody of whom this transaction changed something, and these, are looked at anew in it, and their accounts. Other people of accounts that
 * changed are looked at within moments: to lock them now would be out of order.
 * Call it last. Whoever calls has joined the batches (the shared lock), so that no definition changes meanwhile.
 */
export async function settleLiveSegments(
  tx: Tx,
  workspaceId: string,
  {
    people: personIds = [],
    nowMs = Date.now(),
    onSegmentChanges,
  }: { people?: Iterable<string>; nowMs?: number | undefined; onSegmentChanges?: SegmentListener | undefined } = {},
): Promise<void> {
  const definitions = (await loadDefinitions(tx, workspaceId)).get(workspaceId);
  const ofAccounts = (await loadDefinitions(tx, workspaceId, "account")).get(workspaceId);
  if (!definitions && !ofAccounts) return;
  const counted = new Set<string>();
  const changed = (await changedStates(tx, "0")).get(workspaceId) ?? nothingChanged;
  if (definitions && definitions.segments.length > 0) {
    const ids = [...new Set([...personIds, ...changed.people])];
    await lockPeople(tx, workspaceId, ids);
    const changes = await evaluatePeople(tx, workspaceId, definitions, ids, nowMs, { asked: new Map(), memory: new Map(), counted });
    if (changes.length > 0) await onSegmentChanges?.(tx, workspaceId, changes, nowMs);
    const members = definitions.reads.accounts ? await peopleIn(tx, workspaceId, changed.accounts) : [];
    await lookSoon(
      tx,
      workspaceId,
      members.filter((id) => !ids.includes(id)),
    );
  }
  if (!ofAccounts) return;
  const theirs = await accountsWith(tx, workspaceId, [...personIds, ...changed.people, ...counted]);
  await evaluateAccounts(tx, workspaceId, ofAccounts, [...changed.accounts, ...theirs], nowMs);
}
