import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { LiveDefinitions, LiveSegment } from "./definitions.ts";
import type { Loaded } from "./loaded.ts";

/** Somebody (a person, or an account) came into a segment or left it. */
export type Change = { segment: LiveSegment; memberId: string; isThere: boolean };
/** Where it stands when time may change something: for people, and for accounts. */
export const dueOfPeople = { table: "segment_due", id: "person_id" } as const;
export const dueOfAccounts = { table: "segment_account_due", id: "account_id" } as const;
type DueTable = typeof dueOfPeople | typeof dueOfAccounts;

/** Looks at these with every live segment that they are to be looked at for, and writes who came in and left, and when time will change something. */
export async function evaluateLoaded(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  loaded: ReadonlyMap<string, Loaded>,
  { due: table, nowMs }: { due: DueTable; nowMs: number },
): Promise<{ entered: Change[]; left: Change[] }> {
  const entered: Change[] = [];
  const left: Change[] = [];
  const due = new Map<string, number>();
  for (const [memberId, one] of loaded) {
    const { joins, leaves, flipMs } = evaluate(definitions, one, nowMs);
    for (const segment of joins) entered.push({ segment, memberId, isThere: one.isThere });
    for (const segment of leaves) left.push({ segment, memberId, isThere: one.isThere });
    due.set(memberId, flipMs);
  }
  await writeMembers(tx, workspaceId, entered, left);
  await writeDue(tx, workspaceId, { table, due, loaded, nowMs });
  return { entered, left };
}

/** Segments in order of their names, so that each finds those that it names settled. Those that cannot have moved are as they were. */
function evaluate({ segments }: LiveDefinitions, { view, isThere, asked, memberOf }: Loaded, nowMs: number) {
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
      SELECT ${workspaceId}::uuid, * FROM unnest(${plainArray(entered.map(({ segment }) => segment.id))}::uuid[], ${plainArray(entered.map(({ memberId }) => memberId))}::bigint[]) ON CONFLICT DO NOTHING`.execute(
      tx,
    );
  if (left.length > 0)
    await sql`
      DELETE FROM segment_member WHERE (segment_id, profile_id) IN
        (SELECT * FROM unnest(${plainArray(left.map(({ segment }) => segment.id))}::uuid[], ${plainArray(left.map(({ memberId }) => memberId))}::bigint[]))`.execute(
      tx,
    );
}

/** A row is never later than the moment, and mostly stays when that moves on: whoever looks too early finds nothing changed and puts the next one. */
async function writeDue(
  tx: Tx,
  workspaceId: string,
  {
    table: { table, id },
    due,
    loaded,
    nowMs,
  }: { table: DueTable; due: ReadonlyMap<string, number>; loaded: ReadonlyMap<string, Loaded>; nowMs: number },
): Promise<void> {
  const sooner: [string, number][] = [];
  const never: string[] = [];
  for (const [memberId, flipMs] of due) {
    const storedMs = loaded.get(memberId)?.dueMs ?? null;
    const isOver = storedMs !== null && storedMs <= nowMs;
    // A year that a timestamp cannot hold is as good as never.
    if (flipMs < 8.64e15 && (storedMs === null || isOver || flipMs < storedMs)) sooner.push([memberId, flipMs]);
    else if (isOver) never.push(memberId);
  }
  if (sooner.length > 0)
    await sql`
      INSERT INTO ${sql.table(table)} (workspace_id, ${sql.ref(id)}, due_at)
      SELECT ${workspaceId}::uuid, id, to_timestamp(ms / 1000) FROM unnest(${plainArray(sooner.map(([one]) => one))}::bigint[], ${plainArray(sooner.map(([, ms]) => ms))}::float8[]) AS d(id, ms)
      ON CONFLICT (workspace_id, ${sql.ref(id)}) DO UPDATE SET due_at = excluded.due_at`.execute(tx);
  if (never.length > 0)
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND ${sql.ref(id)} = ANY(${plainArray(never)}::bigint[])`.execute(
      tx,
    );
}
