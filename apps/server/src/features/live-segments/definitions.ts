import type { EventMatch, JourneyDefinition, Predicate, SegmentOf } from "@throughline/contract";
import {
  compileEventMatch,
  compileLiveJourney,
  compileLivePredicate,
  conditionsOf,
  inOrderOfNames,
  leavesOf,
  segmentsCountedBy,
  segmentsNamedBy,
  type InteractionTest,
  type JourneyDefinitions,
  type LiveJourney,
  type LiveJourneys,
  type LivePredicate,
  type Needs,
} from "@throughline/domain";
import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";

export type LiveSegment = {
  id: string;
  /** Its place among those that are evaluated. */
  index: number;
  key: string;
  name: string;
  predicate: Predicate;
  compiled: LivePredicate;
  journeys: LiveJourneys;
  /** Keys of segments that it names. */
  names: string[];
  /** Whoever enters or leaves is told on their timeline, and to listeners; not while its first members are looked for. */
  tells: boolean;
  /** Of another part of the product: told to listeners alone. */
  isHidden: boolean;
  /** What it asks of a person beside what they did. `state`: consents, contacts, accounts. `sight`: when they were last seen. */
  reads: { state: boolean; accounts: boolean; scores: boolean; sight: boolean };
};
/** `holds` is null where the name alone decides. */
export type LiveCondition = { id: number; match: EventMatch; text: string; needs: Needs; holds: InteractionTest | null };
/** What a workspace's live segments of people, or of accounts, mean, ready to be asked. */
export type LiveDefinitions = {
  /** Those that are evaluated, each after those that it names. */
  segments: readonly LiveSegment[];
  /** All conditions whose matches are remembered, also for segments that are not evaluated yet, by their numbers and by their texts. */
  conditions: ReadonlyMap<number, LiveCondition>;
  numbers: ReadonlyMap<string, number>;
  /** Conditions by the name that they ask for; under null those that ask for any. */
  byName: ReadonlyMap<string | null, readonly LiveCondition[]>;
  /** Places of the segments that a match of a condition can move, those that name them included. */
  movedBy: ReadonlyMap<number, ReadonlySet<number>>;
  /** A segment and those that name it, directly or not, by their places. */
  movedWith: (place: number) => ReadonlySet<number>;
  /** The same of a mere "seen again". */
  movedBySight: ReadonlySet<number>;
  /** Of accounts: places of the segments that somebody can move who comes into a segment of people or leaves it, or is of the account now. */
  movedByPeople: ReadonlySet<number>;
  /** Of accounts: the segments of people whose members they count. */
  counts: readonly { key: string; id: string; isLive: boolean }[];
  /** Of people: keys of the segments whose members segments of accounts count. */
  counted: ReadonlySet<string>;
  /** Segments with members that were chosen, as far as they are named: key → id. */
  staticIds: ReadonlyMap<string, string>;
  reads: { accounts: boolean; scores: boolean };
};

type SegmentRow = {
  id: string;
  workspaceId: string;
  key: string;
  name: string;
  predicate: Predicate;
  phase: string;
  isHidden: boolean;
  journeys: JourneyDefinitions;
};
type ConditionRow = { id: string; workspaceId: string; match: string; needs: Needs };

/** The version of all definitions, as this transaction sees it, and where the queue of changes of state is: what the transaction adds comes after it. */
export async function definitionsVersion(tx: Tx): Promise<{ version: string; afterSeq: string }> {
  const { rows } = await sql<{ version: string; afterSeq: string }>`
    SELECT (SELECT version FROM segment_definitions) AS version, last_value AS "afterSeq" FROM state_change_seq_seq`.execute(tx);
  return { version: rows[0]?.version ?? "0", afterSeq: rows[0]?.afterSeq ?? "0" };
}

/** The definitions of every workspace that has live segments of people (or of accounts), or of one. */
export async function loadDefinitions(
  tx: Tx,
  workspaceId: string | null = null,
  of: SegmentOf = "person",
): Promise<Map<string, LiveDefinitions>> {
  const only = sql`of = ${of} AND ${workspaceId === null ? sql`true` : sql`workspace_id = ${workspaceId}`}`;
  const { rows: segments } = await sql<SegmentRow>`
    SELECT id, workspace_id AS "workspaceId", key, name, predicate, phase, hidden AS "isHidden", journeys FROM segment WHERE kind = 'live' AND phase IN ('evaluating', 'live') AND ${only}`.execute(
    tx,
  );
  const { rows: conditions } = await sql<ConditionRow>`
    SELECT id, workspace_id AS "workspaceId", match, needs FROM segment_condition WHERE ${only}`.execute(tx);
  const named = [...new Set(segments.flatMap(({ predicate }) => segmentsNamedBy(predicate)))];
  const counted = of === "account" ? await readCounted(tx, segments) : await readCountedByAccounts(tx, workspaceId);
  const { rows: statics } =
    named.length === 0
      ? { rows: [] }
      : await sql<{ id: string; workspaceId: string; key: string }>`
          SELECT id, workspace_id AS "workspaceId", key FROM segment WHERE kind = 'static' AND key = ANY(${named}::text[]) AND ${only}`.execute(
          tx,
        );
  const ids = new Set([...segments, ...conditions].map((row) => row.workspaceId));
  const theirs = <Row extends { workspaceId: string }>(rows: readonly Row[], id: string) => rows.filter((row) => row.workspaceId === id);
  return new Map(
    [...ids].map((id) => [id, compile(theirs(segments, id), theirs(conditions, id), theirs(statics, id), theirs(counted, id))]),
  );
}

type Counted = { workspaceId: string; key: string; id: string; isLive: boolean };

/** Segments of people that these of accounts count members of. */
async function readCounted(tx: Tx, segments: readonly SegmentRow[]): Promise<Counted[]> {
  const keys = [...new Set(segments.flatMap(({ predicate }) => segmentsCountedBy(predicate)))];
  if (keys.length === 0) return [];
  const { rows } = await sql<Counted>`
    SELECT id, key, workspace_id AS "workspaceId", kind = 'live' AS "isLive" FROM segment WHERE of = 'person' AND key = ANY(${keys}::text[])`.execute(
    tx,
  );
  return rows;
}

/** The same of all segments of accounts, for who looks at people. */
async function readCountedByAccounts(tx: Tx, workspaceId: string | null): Promise<Counted[]> {
  const { rows } = await sql<SegmentRow>`
    SELECT predicate FROM segment WHERE of = 'account' AND kind = 'live' AND phase IN ('evaluating', 'live') AND predicate::text LIKE '%"peopleIn"%'
      AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId})`.execute(tx);
  return readCounted(tx, rows);
}

function compile(
  segmentRows: readonly SegmentRow[],
  conditionRows: readonly ConditionRow[],
  statics: readonly { key: string; id: string }[],
  counted: readonly Counted[],
): LiveDefinitions {
  const conditions = new Map(conditionRows.map((row) => [Number(row.id), toCondition(row)]));
  const numbers = new Map([...conditions.values()].map(({ id, text }) => [text, id]));
  const byName = new Map<string | null, LiveCondition[]>();
  for (const condition of conditions.values())
    for (const name of [condition.match.event].flat()) byName.set(name, [...(byName.get(name) ?? []), condition]);

  const named = segmentRows.map((row) => ({ ...row, names: segmentsNamedBy(row.predicate) }));
  const journeyOf = journeysOnce();
  const ordered = inOrderOfNames(named);
  const segments = ordered.map((row, index) => toSegment(row, index, journeyOf));
  const movedWith = whoIsMovedWith(segments);
  const movedBy = new Map<number, Set<number>>();
  for (const [index, { predicate, journeys }] of ordered.entries())
    for (const { text } of conditionsOf(predicate, journeys)) {
      const number = numbers.get(text);
      if (number === undefined) throw new Error(`The condition ${text} of a live segment is not remembered.`);
      movedBy.set(number, new Set([...(movedBy.get(number) ?? []), ...movedWith(index)]));
    }
  return {
    segments,
    conditions,
    numbers,
    byName,
    movedBy,
    movedWith,
    movedBySight: new Set(segments.flatMap(({ reads, index }) => (reads.sight ? [...movedWith(index)] : []))),
    movedByPeople: new Set(
      segments.flatMap(({ predicate, index }) => (segmentsCountedBy(predicate).length > 0 ? [...movedWith(index)] : [])),
    ),
    counts: counted,
    counted: new Set(counted.map(({ key }) => key)),
    staticIds: new Map(statics.map(({ key, id }) => [key, id])),
    reads: { accounts: segments.some(({ reads }) => reads.accounts), scores: segments.some(({ reads }) => reads.scores) },
  };
}

function toCondition({ id, match: text, needs }: ConditionRow): LiveCondition {
  const match = JSON.parse(text) as EventMatch;
  return { id: Number(id), match, text, needs, holds: match.where ? compileEventMatch(match) : null };
}

function toSegment(
  { id, key, name, predicate, phase, isHidden, names, ...row }: SegmentRow & { names: string[] },
  index: number,
  journeyOf: (definition: JourneyDefinition) => LiveJourney,
): LiveSegment {
  const journeys = new Map(Object.entries(row.journeys).map(([each, definition]) => [each, journeyOf(definition)]));
  const leaves = leavesOf(predicate);
  const accounts = leaves.some((leaf) => "property" in leaf && leaf.property.startsWith("account."));
  return {
    id,
    index,
    key,
    name,
    predicate,
    compiled: compileLivePredicate(predicate, journeys),
    journeys,
    names,
    tells: phase === "live",
    isHidden,
    reads: {
      accounts,
      state: accounts || leaves.some((leaf) => "consent" in leaf || "reachable" in leaf),
      scores: leaves.some((leaf) => "score" in leaf),
      sight: leaves.some((leaf) => "property" in leaf && leaf.property === "person.$lastSeen"),
    },
  };
}

/** Segments that follow the same definition of a journey share what they find out about a person. */
function journeysOnce(): (definition: JourneyDefinition) => LiveJourney {
  const known = new Map<string, LiveJourney>();
  return (definition) => {
    const text = JSON.stringify(definition);
    const journey = known.get(text) ?? compileLiveJourney(definition);
    known.set(text, journey);
    return journey;
  };
}

/** A segment and all that name it, directly or not, by their places; segments come after those that they name. */
function whoIsMovedWith(segments: readonly LiveSegment[]): (index: number) => ReadonlySet<number> {
  const found = segments.map(({ index }) => new Set([index]));
  for (const segment of segments)
    for (const [before, moved] of found.entries())
      if (segment.names.some((name) => segments.some((other) => other.key === name && moved.has(other.index))))
        found[before]?.add(segment.index);
  return (index) => found[index] as ReadonlySet<number>;
}
