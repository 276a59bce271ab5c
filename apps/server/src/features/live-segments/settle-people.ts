import type { Tx } from "../identity/index.ts";
import { changedPeople } from "./changed-people.ts";
import { loadDefinitions } from "./definitions.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { lockPeople } from "./load-people.ts";
import type { SegmentListener } from "./segment-changes.ts";

/**
 * After a change by people (consent, merge, deletion): everybody of whom this transaction changed something, and these, are looked at anew in it.
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
  if (!definitions || definitions.segments.length === 0) return;
  const { people, members } = await changedPeople(tx, workspaceId, definitions, "0");
  const ids = [...new Set([...personIds, ...people, ...members])];
  await lockPeople(tx, workspaceId, ids);
  const changes = await evaluatePeople(tx, workspaceId, definitions, ids, nowMs);
  if (changes.length > 0) await onSegmentChanges?.(tx, workspaceId, changes, nowMs);
}
