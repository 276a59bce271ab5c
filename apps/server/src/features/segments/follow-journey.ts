import { durationMs, ProductError, type JourneyDefinition, type Predicate, type SegmentOf } from "@throughline/contract";
import { canonicalMatch, journeysNamedBy, liveIssues, type JourneyDefinitions } from "@throughline/domain";
import { sql } from "kysely";
import type { Tx } from "../identity/index.ts";
import * as live from "./live-segments.store.ts";
import { saveChangedPredicate } from "./save-live-segment.ts";

type Follower = {
  id: string;
  key: string;
  name: string;
  isHidden: boolean;
  of: SegmentOf;
  createdBy: string;
  predicate: Predicate;
  journeys: JourneyDefinitions;
  /** It could not follow a former change of a journey, and says so. */
  hasStayed: boolean;
};

/** Segments that speak of a journey; of one whose predicate is being changed, what it will be. */
async function followersOf(tx: Tx, workspaceId: string, journey: string): Promise<Follower[]> {
  const { rows } = await sql<Follower>`
    SELECT s.id, s.key, s.name, s.of, s.hidden AS "isHidden", s.created_by AS "createdBy", coalesce(n.predicate, s.predicate) AS predicate, coalesce(n.journeys, s.journeys) AS journeys,
      coalesce(n.phase = 'failed' AND n.predicate = s.predicate, false) AS "hasStayed"
    FROM segment s LEFT JOIN segment n ON n.replaces = s.id WHERE s.workspace_id = ${workspaceId} AND s.kind = 'live' AND s.replaces IS NULL AND (s.journeys ? ${journey} OR n.journeys ? ${journey})`.execute(
    tx,
  );
  return rows.filter(({ predicate }) => journeysNamedBy(predicate).includes(journey));
}

/** What decides where somebody is in a journey, as one text. */
const rulesOf = ({ by, entry, stages, goal, failures, window }: JourneyDefinition): string =>
  JSON.stringify([
    by,
    canonicalMatch(entry),
    stages.map(({ key, matches }) => [key, matches.map(canonicalMatch)]),
    goal.map(canonicalMatch),
    failures.map(({ key, match }) => [key, canonicalMatch(match)]),
    durationMs(window),
  ]);

/**
 * A journey was given another definition by this transaction: live segments that speak of its stages are computed with it beside what they are, and change when that is done. Those that cannot
 * follow it any more stay with the former definition and say so.
 */
export async function followChangedJourney(tx: Tx, workspaceId: string, definition: JourneyDefinition): Promise<void> {
  await live.lockDefinitions(tx);
  for (const follower of await followersOf(tx, workspaceId, definition.key)) {
    const former = follower.journeys[definition.key];
    if (former && rulesOf(former) === rulesOf(definition)) {
      if (follower.hasStayed) await live.deleteReplacement(tx, workspaceId, follower.id);
      continue;
    }
    const [issue] = liveIssues(follower.predicate, "predicate", { ...follower.journeys, [definition.key]: definition }, follower.of);
    if (!issue) {
      await saveChangedPredicate(tx, workspaceId, follower);
      continue;
    }
    await live.deleteReplacement(tx, workspaceId, follower.id);
    await live.insertLiveSegment(tx, workspaceId, {
      ...follower,
      key: `${follower.key} next`,
      phase: "failed",
      failure: `The journey ${definition.name} was changed, and this segment still follows it as it was before: its condition ${issue.message}.`,
      replaces: follower.id,
    });
    await live.definitionsChanged(tx);
  }
}

/** @throws ProductError `conflict` where live segments speak of a stage of the journey. */
export async function requireNoFollowers(tx: Tx, workspaceId: string, journey: string): Promise<void> {
  await live.lockDefinitions(tx);
  const names = (await followersOf(tx, workspaceId, journey)).map(({ name }) => name);
  if (names.length > 0)
    throw new ProductError("conflict", `Live segments speak of its stages: ${[...new Set(names)].join(", ")}.`, {
      issues: [{ field: "key", message: "is used by live segments", accepted: "a journey that none speaks of" }],
    });
}
