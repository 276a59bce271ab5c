import { membershipEvents, scoringEvents } from "@throughline/domain";
import type { PipelineEvent } from "../collect/index.ts";
import type { Identified, ReadStretches, Tx } from "../identity/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import { peopleIn } from "./account-people.ts";
import { changedStates, lookSoon, nothingChanged } from "./changed-people.ts";
import { definitionsVersion, loadDefinitions, type LiveDefinitions } from "./definitions.ts";
import { evaluatePeople } from "./evaluate-people.ts";
import { findMatches } from "./find-matches.ts";
import { keepAccounts } from "./keep-accounts.ts";
import { addMatches } from "./matches.store.ts";
import type { SegmentChange } from "./segment-changes.ts";
import type { WorkspaceBatch } from "./workspace-batch.ts";

/** One batch's part in live segments: begun before anything is written, finished when people are folded. */
export type LiveSegmentBatch = {
  /** Gives, by workspace, who came into or left which segment. */
  finish(
    events: readonly PipelineEvent[],
    rows: readonly InteractionRow[],
    identified: Identified,
    stretchesIn: (workspaceId: string) => ReadStretches,
  ): Promise<ReadonlyMap<string, readonly SegmentChange[]>>;
};

const isMembership = (row: InteractionRow): boolean => row.source_id === ownSourceId && membershipEvents.some((name) => name === row.name);

/**
 * Keeps live segments in the transaction of the events: new matches of conditions are remembered, and whoever was touched is looked at anew. Where no workspace has a live
 * segment a batch costs one small question. Definitions stay in memory until their version moves; whoever changes them waits for the batches under way, and later ones see it.
 */
export function createLiveSegmentStage({ now }: { now: () => number }) {
  let known = { version: "none", people: new Map<string, LiveDefinitions>(), accounts: new Map<string, LiveDefinitions>() };

  return async function begin(tx: Tx): Promise<LiveSegmentBatch> {
    const { version, afterSeq } = await definitionsVersion(tx);
    if (version !== known.version)
      known = { version, people: await loadDefinitions(tx), accounts: await loadDefinitions(tx, null, "account") };
    const definitions = known;
    if (definitions.people.size === 0 && definitions.accounts.size === 0) return { finish: async () => new Map() };
    return {
      async finish(events, rows, identified, stretchesIn) {
        const rowOf = new Map(events.map((event, index) => [event, rows[index] as InteractionRow]));
        const eventsOf = Map.groupBy(events, (event) => event.workspaceId);
        const changedOf = await changedStates(tx, afterSeq);
        const changes = new Map<string, readonly SegmentChange[]>();
        const touched = new Set([...eventsOf.keys(), ...changedOf.keys(), ...identified.peopleToFold.keys()]);
        // In one order, as batches of other processes have it.
        for (const workspaceId of [...touched].sort()) {
          const [ofPeople, ofAccounts] = [definitions.people.get(workspaceId), definitions.accounts.get(workspaceId)];
          if (!ofPeople && !ofAccounts) continue;
          const theirs = (eventsOf.get(workspaceId) ?? []).filter((event) => !isMembership(rowOf.get(event) as InteractionRow));
          const kinds = new Map(theirs.map(({ profile }) => [profile.id, profile.kind]));
          const batch: WorkspaceBatch = {
            events: theirs,
            countable: theirs.filter((event) => rowOf.get(event)?.is_bot !== true),
            rows: rowOf,
            identified,
            changed: changedOf.get(workspaceId) ?? nothingChanged,
            isWhole: (profileId) => kinds.get(profileId) === "userId",
            counted: new Set(),
            nowMs: now(),
          };
          if (ofPeople) changes.set(workspaceId, await keepPeople(tx, workspaceId, ofPeople, batch, stretchesIn(workspaceId)));
          if (ofAccounts) await keepAccounts(tx, workspaceId, ofAccounts, batch);
        }
        return changes;
      },
    };
  };
}

async function keepPeople(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  { events, countable, rows, identified, changed, isWhole, counted, nowMs }: WorkspaceBatch,
  readStretches: ReadStretches,
): Promise<SegmentChange[]> {
  const found = findMatches(definitions, countable, rows);
  const memory = await addMatches(tx, workspaceId, found, { conditions: new Set(definitions.conditions.keys()), isWhole, nowMs });
  // Rows of all these are locked by now: of who did something, and of who was folded anew.
  const folded = identified.peopleToFold.get(workspaceId) ?? new Set<string>();
  const locked = new Set([...events.map(identified.ownerOf), ...folded]);
  const { people } = changed;
  const members = definitions.reads.accounts ? await peopleIn(tx, workspaceId, changed.accounts) : [];
  const asked = new Map<string, Set<number>>();
  const ask = (personId: string, places: Iterable<number>): void => {
    const all = asked.get(personId) ?? new Set();
    for (const place of places) all.add(place);
    asked.set(personId, all);
  };
  for (const event of events) ask(identified.ownerOf(event), definitions.movedBySight);
  for (const { events: list, condition } of found)
    for (const event of list) ask(identified.ownerOf(event), definitions.movedBy.get(condition.id) ?? []);
  const scored = definitions.reads.scores ? events.filter(({ message }) => scoringEvents.some((name) => name === message.name)) : [];
  // Whoever changed otherwise may have been moved by anything.
  for (const id of [...folded, ...people, ...members, ...scored.map(identified.ownerOf)]) asked.delete(id);
  const moved = [...locked].filter((id) => asked.get(id)?.size !== 0);
  const changes = await evaluatePeople(tx, workspaceId, definitions, moved, nowMs, { asked, memory, readStretches, counted });
  await lookSoon(
    tx,
    workspaceId,
    [...people, ...members].filter((id) => !locked.has(id)),
  );
  return changes;
}
