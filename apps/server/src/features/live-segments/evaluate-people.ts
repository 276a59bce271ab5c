import { compareIds } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import type { LiveDefinitions, LiveSegment } from "./definitions.ts";
import { loadPeople, type Known, type LoadedPerson } from "./load-people.ts";
import type { SegmentChange } from "./segment-changes.ts";

const peopleAtOnce = 2_000;
type Change = { segment: LiveSegment; personId: string; isThere: boolean };

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
    const entered: Change[] = [];
    const left: Change[] = [];
    const due = new Map<string, number>();
    for (const [personId, person] of people) {
      const { joins, leaves, flipMs } = evaluate(definitions, person, nowMs);
      for (const segment of joins) entered.push({ segment, personId, isThere: person.isThere });
      for (const segment of leaves) left.push({ segment, personId, isThere: person.isThere });
      due.set(personId, flipMs);
    }
    await writeMembers(tx, workspaceId, entered, left);
    await writeDue(tx, workspaceId, due, people, nowMs);
    await recordOwnInteractions(tx, [...toldOf(workspaceId, "Entered", entered, nowMs), ...toldOf(workspaceId, "Left", left, nowMs)]);
    changes.push(...changesOf(entered, true), ...changesOf(left, false));
  }
  return changes;
}

const changesOf = (changes: readonly Change[], isEntry: boolean): SegmentChange[] =>
  changes
    .filter(({ segment, isThere }) => isThere && segment.tells)
    .map(({ segment, personId }) => ({ segmentId: segment.id, key: segment.key, personId, entered: isEntry }));

/** Segments in order of their names, so that each finds those that it names settled. Those that cannot have moved are as they were. */
function evaluate({ segments }: LiveDefinitions, { view, isThere, asked, memberOf }: LoadedPerson, nowMs: number) {
  const joins: LiveSegment[] = [];
  const leaves: LiveSegment[] = [];
  let flipMs = Infinity;
  for (const segment of segments) {
    const isMember = memberOf.has(segment.index);
    const isAsked = asked === null || asked.has(segment.index);
    const holds = isAsked ? isThere && segment.compiled.holds(view, nowMs) : isMember;
    if (holds) view.segments.push(segment.key);
    if (!isAsked) continue;
    if (isThere) flipMs = Math.min(flipMs, segment.compiled.nextFlip(view, nowMs));
    if (holds && !isMember) joins.push(segment);
    if (!holds && isMember) leaves.push(segment);
  }
  return { joins, leaves, flipMs };
}

async function writeMembers(tx: Tx, workspaceId: string, entered: readonly Change[], left: readonly Change[]): Promise<void> {
  if (entered.length > 0)
    await sql`
      INSERT INTO segment_member (workspace_id, segment_id, profile_id)
      SELECT ${workspaceId}::uuid, * FROM unnest(${plainArray(entered.map(({ segment }) => segment.id))}::uuid[], ${plainArray(entered.map(({ personId }) => personId))}::bigint[]) ON CONFLICT DO NOTHING`.execute(
      tx,
    );
  if (left.length > 0)
    await sql`
      DELETE FROM segment_member WHERE (segment_id, profile_id) IN
        (SELECT * FROM unnest(${plainArray(left.map(({ segment }) => segment.id))}::uuid[], ${plainArray(left.map(({ personId }) => personId))}::bigint[]))`.execute(
      tx,
    );
}

/** A row is never later than the moment, and mostly stays when that moves on: whoever looks too early finds nothing changed and puts the next one. */
async function writeDue(
  tx: Tx,
  workspaceId: string,
  due: ReadonlyMap<string, number>,
  people: ReadonlyMap<string, LoadedPerson>,
  nowMs: number,
): Promise<void> {
  const sooner: [string, number][] = [];
  const never: string[] = [];
  for (const [personId, flipMs] of due) {
    const storedMs = people.get(personId)?.dueMs ?? null;
    const isOver = storedMs !== null && storedMs <= nowMs;
    // A year that a timestamp cannot hold is as good as never.
    if (flipMs < 8.64e15 && (storedMs === null || isOver || flipMs < storedMs)) sooner.push([personId, flipMs]);
    else if (isOver) never.push(personId);
  }
  if (sooner.length > 0)
    await sql`
      INSERT INTO segment_due (workspace_id, person_id, due_at)
      SELECT ${workspaceId}::uuid, id, to_timestamp(ms / 1000) FROM unnest(${plainArray(sooner.map(([id]) => id))}::bigint[], ${plainArray(sooner.map(([, ms]) => ms))}::float8[]) AS d(id, ms)
      ON CONFLICT (workspace_id, person_id) DO UPDATE SET due_at = excluded.due_at`.execute(tx);
  if (never.length > 0)
    await sql`DELETE FROM segment_due WHERE workspace_id = ${workspaceId} AND person_id = ANY(${plainArray(never)}::bigint[])`.execute(tx);
}

const toldOf = (workspaceId: string, what: "Entered" | "Left", changes: readonly Change[], nowMs: number) =>
  changes
    .filter(({ segment, isThere }) => isThere && segment.tells && !segment.isHidden)
    .map(({ segment, personId }) => ({
      workspaceId,
      key: `segment ${segment.id} ${personId} ${what} ${nowMs}`,
      profileId: personId,
      name: `Segment ${what}`,
      at: nowMs,
      actor: "system" as const,
      properties: { segment: segment.key, name: segment.name },
    }));
