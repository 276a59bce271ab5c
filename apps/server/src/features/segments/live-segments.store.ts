import { journeyDefinitionSchema, type EventMatch, type Predicate, type SegmentOf } from "@throughline/contract";
import { coversNeeds, conditionsOf, mergeNeeds, type JourneyDefinitions, type Needs } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";

/** Who changes what live segments mean waits for the batches under way; those that follow see what it wrote. */
export async function lockDefinitions(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
}

export async function definitionsChanged(tx: Tx): Promise<void> {
  await sql`UPDATE segment_definitions SET version = version + 1`.execute(tx);
}

/** What a live segment means: its predicate, of people or of accounts, and the journeys that it speaks of as it follows them. */
type LiveMeaning = { of: SegmentOf; predicate: Predicate; journeys: JourneyDefinitions };
type Meaning = Omit<LiveMeaning, "predicate"> & { key: string; name: string; predicate: Predicate | null };

/** All segments of a workspace by key, with what they name; those that are being computed to take another's place under that one's key. */
export async function readPredicates(tx: Tx, workspaceId: string): Promise<Meaning[]> {
  const { rows } = await sql<Meaning>`
    SELECT coalesce(former.key, s.key) AS key, s.name, s.of, s.predicate, s.journeys FROM segment s LEFT JOIN segment former ON former.id = s.replaces WHERE s.workspace_id = ${workspaceId}`.execute(
    tx,
  );
  return rows;
}

/** Those of these journeys that are there. */
export async function readJourneyDefinitions(
  db: Kysely<Database> | Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<JourneyDefinitions> {
  if (keys.length === 0) return {};
  const { rows } = await sql<{ key: string; definition: unknown }>`
    SELECT key, definition FROM journey WHERE workspace_id = ${workspaceId} AND key = ANY(${keys}::text[])`.execute(db);
  return Object.fromEntries(rows.map(({ key, definition }) => [key, journeyDefinitionSchema.parse(definition)]));
}

/** Puts the conditions of a predicate among those whose matches are remembered; says whether the past of any of them is still to be read. */
export async function registerConditions(
  tx: Tx,
  workspaceId: string,
  { of, predicate, journeys }: LiveMeaning,
): Promise<{ toRead: boolean }> {
  let toRead = false;
  for (const { text, needs } of conditionsOf(predicate, journeys)) {
    const { rows } = await sql<{ id: string; needs: Needs; isComplete: boolean }>`
      SELECT id, needs, is_complete AS "isComplete" FROM segment_condition WHERE workspace_id = ${workspaceId} AND of = ${of} AND match = ${text}`.execute(
      tx,
    );
    const known = rows[0];
    if (known && coversNeeds(known.needs, needs)) toRead ||= !known.isComplete;
    else if (known) {
      toRead = true;
      await sql`UPDATE segment_condition SET needs = ${JSON.stringify(mergeNeeds(known.needs, needs))}::jsonb, is_complete = false WHERE id = ${known.id}`.execute(
        tx,
      );
    } else {
      toRead = true;
      await sql`INSERT INTO segment_condition (workspace_id, of, match, needs) VALUES (${workspaceId}, ${of}, ${text}, ${JSON.stringify(needs)}::jsonb)`.execute(
        tx,
      );
    }
  }
  return { toRead };
}

/** Forgets the conditions that no segment of the workspace is about any more. What was remembered of them goes when a profile's matches are written the next time, and is never read. */
export async function dropUnusedConditions(tx: Tx, workspaceId: string): Promise<void> {
  const all = await readPredicates(tx, workspaceId);
  for (const subject of ["person", "account"] as const) {
    const used = all.flatMap((one) => (one.of === subject && one.predicate ? conditionsOf(one.predicate, one.journeys) : []));
    await sql`
      DELETE FROM segment_condition WHERE workspace_id = ${workspaceId} AND of = ${subject} AND NOT match = ANY(${used.map(({ text }) => text)}::text[])`.execute(
      tx,
    );
  }
}

export type ConditionToRead = { id: number; match: EventMatch; text: string; needs: Needs };

/** Conditions of these segments (all of people, or all of accounts) whose past is still to be read. */
export async function conditionsToRead(tx: Tx, workspaceId: string, meanings: readonly LiveMeaning[]): Promise<ConditionToRead[]> {
  const texts = meanings.flatMap(({ predicate, journeys }) => conditionsOf(predicate, journeys).map(({ text }) => text));
  const { rows } = await sql<{ id: string; match: string; needs: Needs }>`
    SELECT id, match, needs FROM segment_condition WHERE workspace_id = ${workspaceId} AND of = ${meanings[0]?.of ?? "person"} AND match = ANY(${texts}::text[]) AND NOT is_complete ORDER BY id`.execute(
    tx,
  );
  return rows.map(({ id, match, needs }) => ({ id: Number(id), text: match, match: JSON.parse(match) as EventMatch, needs }));
}

/** The past of these conditions has been read for what they needed then; if more is needed by now, it has to be read again. */
export async function conditionsWereRead(tx: Tx, conditions: readonly ConditionToRead[]): Promise<void> {
  for (const { id, needs } of conditions)
    await sql`UPDATE segment_condition SET is_complete = true WHERE id = ${id} AND needs = ${JSON.stringify(needs)}::jsonb`.execute(tx);
}

/** A live segment that is to be computed; `replaces` is the one whose place it will take. */
export async function insertLiveSegment(
  tx: Tx,
  workspaceId: string,
  segment: LiveMeaning & {
    key: string;
    name: string;
    phase: "reading" | "evaluating" | "failed";
    failure?: string;
    createdBy: string;
    replaces: string | null;
    isHidden: boolean;
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO segment (workspace_id, key, name, of, kind, predicate, journeys, phase, progress, failure, created_by, created_at, replaces, hidden)
    VALUES (${workspaceId}, ${segment.key}, ${segment.name}, ${segment.of}, 'live', ${JSON.stringify(segment.predicate)}::jsonb, ${JSON.stringify(segment.journeys)}::jsonb, ${segment.phase}, ${segment.phase === "failed" ? null : 0}, ${segment.failure ?? null}, ${segment.createdBy}, date_trunc('milliseconds', now()), ${segment.replaces}, ${segment.isHidden})
    ON CONFLICT (workspace_id, key) DO NOTHING RETURNING id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Gives up a changed predicate that is being computed. */
export async function deleteReplacement(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM segment WHERE workspace_id = ${workspaceId} AND replaces = ${id}`.execute(tx);
}
