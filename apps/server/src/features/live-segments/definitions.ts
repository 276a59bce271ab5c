import type { EventMatch, JourneyDefinition, Predicate } from "@throughline/contract";
import {
  compileEventMatch,
  compileLiveJourney,
  compileLivePredicate,
  inOrderOfNames,
  leavesOf,
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
};
export type LiveCondition = { id: string; match: EventMatch; text: string; needs: Needs; holds: InteractionTest };
/** What a workspace's live segments mean, ready to be asked. */
export type LiveDefinitions = {
  /** Those that are evaluated, each after those that it names. */
  segments: LiveSegment[];
  /** All conditions whose matches are remembered, also for segments that are not evaluated yet. */
  conditions: LiveCondition[];
  /** Conditions by the name that they ask for; under null those that ask for any. */
  byName: ReadonlyMap<string | null, readonly LiveCondition[]>;
  /** Segments with members that were chosen, as far as they are named: key → id. */
  staticIds: ReadonlyMap<string, string>;
  reads: { accounts: boolean; state: boolean; scores: boolean };
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

/** The version of all definitions, as this transaction sees it. */
export async function definitionsVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT version FROM segment_definitions`.execute(tx);
  return rows[0]?.version ?? "0";
}

/** The definitions of every workspace that has live segments, or of one. */
export async function loadDefinitions(tx: Tx, workspaceId: string | null = null): Promise<Map<string, LiveDefinitions>> {
  const only = workspaceId === null ? sql`true` : sql`workspace_id = ${workspaceId}`;
  const { rows: segments } = await sql<SegmentRow>`
    SELECT id, workspace_id AS "workspaceId", key, name, predicate, phase, hidden AS "isHidden", journeys FROM segment WHERE kind = 'live' AND phase IN ('evaluating', 'live') AND ${only}`.execute(
    tx,
  );
  const { rows: conditions } = await sql<ConditionRow>`
    SELECT id, workspace_id AS "workspaceId", match, needs FROM segment_condition WHERE ${only}`.execute(tx);
  const named = [...new Set(segments.flatMap(({ predicate }) => segmentsNamedBy(predicate)))];
  const { rows: statics } =
    named.length === 0
      ? { rows: [] }
      : await sql<{ id: string; workspaceId: string; key: string }>`
          SELECT id, workspace_id AS "workspaceId", key FROM segment WHERE kind = 'static' AND key = ANY(${named}::text[]) AND ${only}`.execute(
          tx,
        );
  const ids = new Set([...segments, ...conditions].map((row) => row.workspaceId));
  const of = <Row extends { workspaceId: string }>(rows: readonly Row[], id: string) => rows.filter((row) => row.workspaceId === id);
  return new Map([...ids].map((id) => [id, compile(of(segments, id), of(conditions, id), of(statics, id))]));
}

function compile(
  segmentRows: readonly SegmentRow[],
  conditionRows: readonly ConditionRow[],
  statics: readonly { key: string; id: string }[],
): LiveDefinitions {
  // Those that follow the same definition share what they find out about a person.
  const known = new Map<string, LiveJourney>();
  const journeyOf = (definition: JourneyDefinition): LiveJourney => {
    const text = JSON.stringify(definition);
    const journey = known.get(text) ?? compileLiveJourney(definition);
    known.set(text, journey);
    return journey;
  };
  const segments = inOrderOfNames(
    segmentRows
      .map((row) => ({ ...row, journeys: new Map(Object.entries(row.journeys).map(([key, one]) => [key, journeyOf(one)])) }))
      .map(({ id, key, name, predicate, phase, isHidden, journeys }): LiveSegment => ({
        id,
        key,
        name,
        predicate,
        compiled: compileLivePredicate(predicate, journeys),
        journeys,
        names: segmentsNamedBy(predicate),
        tells: phase === "live",
        isHidden,
      })),
  );
  const conditions = conditionRows.map(({ id, match: text, needs }): LiveCondition => {
    const match = JSON.parse(text) as EventMatch;
    return { id, match, text, needs, holds: compileEventMatch(match) };
  });
  const byName = new Map<string | null, LiveCondition[]>();
  for (const condition of conditions)
    for (const name of [condition.match.event].flat()) byName.set(name, [...(byName.get(name) ?? []), condition]);
  const leaves = segments.flatMap(({ predicate }) => leavesOf(predicate));
  const accounts = leaves.some((leaf) => "property" in leaf && leaf.property.startsWith("account."));
  return {
    segments,
    conditions,
    byName,
    staticIds: new Map(statics.map(({ key, id }) => [key, id])),
    reads: {
      accounts,
      state: accounts || leaves.some((leaf) => "consent" in leaf || "reachable" in leaf),
      scores: leaves.some((leaf) => "score" in leaf),
    },
  };
}
