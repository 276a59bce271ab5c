import { compareIds } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import { lookAtAccountsOf } from "./account-people.ts";
import type { LiveDefinitions } from "./definitions.ts";
import { dueOfPeople, evaluateLoaded, type Change } from "./evaluate-loaded.ts";
import { loadPeople, type Known } from "./load-people.ts";
import type { SegmentChange } from "./segment-changes.ts";

const peopleAtOnce = 2_000;

/**
 * Looks at these people (whose rows this transaction has locked) with every live segment of their workspace, and writes what changed: members, when time will change something,
 * and what their timelines tell. Somebody who is nobody any more is in no segment, which no timeline tells. Gives who came into or left which segment, as a listener is told it.
 */
export async function evaluatePeople(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  personIds: Iterable<string>,
  nowMs: number,
  known?: Known,
): Promise<SegmentChange[]> {
  if (definitions.segments.length === 0) return [];
  const changes: SegmentChange[] = [];
  const ids = [...new Set(personIds)].sort(compareIds);
  for (let from = 0; from < ids.length; from += peopleAtOnce) {
    const people = await loadPeople(tx, workspaceId, definitions, ids.slice(from, from + peopleAtOnce), nowMs, known);
    const { entered, left } = await evaluateLoaded(tx, workspaceId, definitions, people, { due: dueOfPeople, nowMs });
    await recordOwnInteractions(tx, [...toldOf(workspaceId, "Entered", entered, nowMs), ...toldOf(workspaceId, "Left", left, nowMs)]);
    const counted = [...entered, ...left].flatMap(({ segment, memberId }) => (definitions.counted.has(segment.key) ? [memberId] : []));
    if (known?.counted) for (const id of counted) known.counted.add(id);
    else await lookAtAccountsOf(tx, workspaceId, counted);
    changes.push(...changesOf(entered, true), ...changesOf(left, false));
  }
  return changes;
}

const changesOf = (changes: readonly Change[], isEntry: boolean): SegmentChange[] =>
  changes
    .filter(({ segment, isThere }) => isThere && segment.tells)
    .map(({ segment, memberId }) => ({ segmentId: segment.id, key: segment.key, personId: memberId, entered: isEntry }));

const toldOf = (workspaceId: string, what: "Entered" | "Left", changes: readonly Change[], nowMs: number) =>
  changes
    .filter(({ segment, isThere }) => isThere && segment.tells && !segment.isHidden)
    .map(({ segment, memberId }) => ({
      workspaceId,
      key: `segment ${segment.id} ${memberId} ${what} ${nowMs}`,
      profileId: memberId,
      name: `Segment ${what}`,
      at: nowMs,
      actor: "system" as const,
      properties: { segment: segment.key, name: segment.name },
    }));
