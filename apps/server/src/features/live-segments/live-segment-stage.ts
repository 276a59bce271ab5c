import { matchesOf, matchIdOf, membershipEvents } from "@throughline/domain";
import type { PipelineEvent } from "../collect/index.ts";
import type { Identified, Tx } from "../identity/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import { changedPeople, changesSoFar, lookSoon } from "./changed-people.ts";
import { definitionsVersion, loadDefinitions, type LiveCondition, type LiveDefinitions } from "./definitions.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { toInteractionView } from "./interaction-view.ts";
import { addMatches, type FoundMatches } from "./matches.store.ts";
import type { SegmentChange } from "./segment-changes.ts";

/** One batch's part in live segments: begun before anything is written, finished when people are folded. */
export type LiveSegmentBatch = {
  /** Gives, by workspace, who came into or left which segment. */
  finish(
    events: readonly PipelineEvent[],
    rows: readonly InteractionRow[],
    identified: Identified,
  ): Promise<ReadonlyMap<string, readonly SegmentChange[]>>;
};

const isMembership = (row: InteractionRow): boolean => row.source_id === ownSourceId && membershipEvents.some((name) => name === row.name);

/**
 * Keeps live segments in the transaction of the events: new matches of conditions are remembered, and whoever was touched is looked at anew. Where no workspace has a live
 * segment a batch costs one small question. Definitions stay in memory until their version moves; whoever changes them waits for the batches under way, and later ones see it.
 */
export function createLiveSegmentStage({ now }: { now: () => number }) {
  let known: { version: string; definitions: Map<string, LiveDefinitions> } = { version: "none", definitions: new Map() };

  async function finish(
    tx: Tx,
    workspaceId: string,
    definitions: LiveDefinitions,
    batch: { events: readonly PipelineEvent[]; rows: ReadonlyMap<PipelineEvent, InteractionRow>; identified: Identified; afterSeq: string },
  ): Promise<SegmentChange[]> {
    const nowMs = now();
    const events = batch.events.filter((event) => {
      const row = batch.rows.get(event) as InteractionRow;
      return row.is_bot !== true && !isMembership(row);
    });
    await addMatches(tx, workspaceId, findMatches(definitions, events, batch.rows), nowMs);
    // Rows of all these are locked by now: of who did something, and of who was folded anew.
    const locked = new Set([
      ...batch.events.filter((event) => !isMembership(batch.rows.get(event) as InteractionRow)).map(batch.identified.ownerOf),
      ...(batch.identified.peopleToFold.get(workspaceId) ?? []),
    ]);
    const { people, members } = await changedPeople(tx, workspaceId, definitions, batch.afterSeq);
    const changes = await evaluatePeople(tx, workspaceId, definitions, locked, nowMs);
    await lookSoon(
      tx,
      workspaceId,
      [...people, ...members].filter((id) => !locked.has(id)),
    );
    return changes;
  }

  return async function begin(tx: Tx): Promise<LiveSegmentBatch> {
    const version = await definitionsVersion(tx);
    if (version !== known.version) known = { version, definitions: await loadDefinitions(tx) };
    const { definitions } = known;
    if (definitions.size === 0) return { finish: async () => new Map() };
    const afterSeq = await changesSoFar(tx);
    return {
      async finish(events, rows, identified) {
        const rowOf = new Map(events.map((event, index) => [event, rows[index] as InteractionRow]));
        const changes = new Map<string, readonly SegmentChange[]>();
        for (const [workspaceId, live] of definitions) {
          const batch = { events: events.filter((event) => event.workspaceId === workspaceId), rows: rowOf, identified, afterSeq };
          changes.set(workspaceId, await finish(tx, workspaceId, live, batch));
        }
        return changes;
      },
    };
  };
}

function findMatches(
  { byName }: LiveDefinitions,
  events: readonly PipelineEvent[],
  rows: ReadonlyMap<PipelineEvent, InteractionRow>,
): FoundMatches[] {
  const found = new Map<string, { profileId: string; condition: LiveCondition; pairs: [number, string][] }>();
  const ofAnyName = byName.get(null) ?? [];
  for (const event of events) {
    const row = rows.get(event) as InteractionRow;
    const candidates = [...(byName.get(String(row.name)) ?? []), ...ofAnyName];
    if (candidates.length === 0) continue;
    const view = toInteractionView(row);
    for (const condition of candidates) {
      if (!condition.holds(view, nobody, 0)) continue;
      const key = `${event.profile.id} ${condition.id}`;
      const one = found.get(key) ?? { profileId: event.profile.id, condition, pairs: [] };
      one.pairs.push([event.message.at, matchIdOf(event.id)]);
      found.set(key, one);
    }
  }
  return [...found.values()].map(({ pairs, ...one }) => ({ ...one, matches: matchesOf(pairs) }));
}

/** A condition speaks of the interaction alone: nobody is looked at. */
const nobody = {
  id: "",
  traits: {},
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: 0,
  lastSeen: 0,
  interactions: [],
};
