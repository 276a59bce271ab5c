import { sql } from "kysely";
import type { PipelineEvent } from "../collect/index.ts";
import type { Identified, ReadStretches } from "../identity/index.ts";
import { toInteractionView, type SegmentChange } from "../live-segments/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import type { InteractionRow } from "../timeline/index.ts";
import { createFlowDefinitions, type WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";
import { takeHappenings, type Happening } from "./happenings.ts";
import { hearAccountSegments } from "./hear-account-segments.ts";
import { createSession } from "./session.ts";
import { happeningsOf, type Signal } from "./signals.ts";

/** One batch's part in flows: begun before anything is written, finished when live segments are. */
export type FlowBatch = {
  finish(
    events: readonly PipelineEvent[],
    rows: readonly InteractionRow[],
    identified: Identified,
    changes: ReadonlyMap<string, readonly SegmentChange[]>,
    stretchesIn: (workspaceId: string) => ReadStretches,
  ): Promise<void>;
};

/** What members of the workspace and the arbiter answer to runs that wait for it. */
const answerNames = new Set(["Touch Decided", "Task Done", "Task Cancelled"]);

/**
 * Runs flows in the transaction of the events: triggers let people in, runs go on, reach their goal or end, and what the arbiter allows is in the outbox when the event is on the timeline. Live segments are
 * settled before, so a flow sees what the event has changed. Where no flow is published a batch costs one small question.
 */
export function createFlowStage({ now }: { now: () => number }) {
  const definitions = createFlowDefinitions();
  return async function begin(tx: Tx): Promise<FlowBatch> {
    const all = await definitions(tx);
    if (all.size === 0) return { finish: async () => {} };
    const { rows } = await sql<{ seq: string }>`SELECT last_value AS seq FROM flow_signal_seq_seq`.execute(tx);
    const afterSeq = rows[0]?.seq ?? "0";
    return {
      async finish(events, interactions, identified, changes, stretchesIn) {
        const signals = await ownSignals(tx, afterSeq);
        const rowOf = new Map(events.map((event, index) => [event, interactions[index] as InteractionRow]));
        const eventsOf = Map.groupBy(events, (event) => event.workspaceId);
        const signalsOf = Map.groupBy(signals, (signal) => signal.workspaceId);
        const touched = new Set([...eventsOf.keys(), ...signalsOf.keys(), ...changes.keys()]);
        // In one order, as batches of other processes have it.
        for (const workspaceId of [...touched].sort()) {
          const flows = all.get(workspaceId);
          if (!flows) continue;
          const nowMs = now();
          await hearAccountSegments(tx, flows, eventsOf.get(workspaceId) ?? [], rowOf);
          const happenings = [
            ...happeningsOfEvents(flows, eventsOf.get(workspaceId) ?? [], rowOf, identified),
            ...happeningsOfSegments(flows, changes.get(workspaceId) ?? [], nowMs),
            ...(await happeningsOf(tx, workspaceId, signalsOf.get(workspaceId) ?? [])),
          ];
          if (happenings.length === 0) continue;
          const session = createSession({ tx, flows, nowMs, countStretches: null, readStretches: stretchesIn(workspaceId) });
          await takeHappenings(session, happenings);
        }
      },
    };
  };
}

/** What triggers have told of in this transaction; inside of a savepoint they are left to the timer. */
async function ownSignals(tx: Tx, afterSeq: string): Promise<Signal[]> {
  const { rows } = await sql<Signal>`
    DELETE FROM flow_signal WHERE seq > ${afterSeq} AND kind IN ('merged', 'traits', 'account') AND xmin = pg_current_xact_id()::xid
    RETURNING seq, workspace_id AS "workspaceId", kind, of_id AS "ofId", key, details, at`.execute(tx);
  return rows;
}

function happeningsOfEvents(
  { names }: WorkspaceFlows,
  events: readonly PipelineEvent[],
  rows: ReadonlyMap<PipelineEvent, InteractionRow>,
  { ownerOf, profiles }: Identified,
): Happening[] {
  const found = events.flatMap((event): (Happening & { kind: "event" })[] => {
    const row = rows.get(event) as InteractionRow;
    const isOwn = row.source_id === ownSourceId;
    if (row.is_bot === true) return [];
    if (!names.has(String(row.name)) && !(isOwn ? answerNames.has(String(row.name)) : names.has(null))) return [];
    const personId = ownerOf(event);
    // A device of several people: the run is the person's.
    const profileId = profiles.get(event.profile.id)?.split ? personId : event.profile.id;
    return [{ kind: "event", personId, profileId, interaction: toInteractionView(row), isOwn }];
  });
  return found.sort((a, b) => a.interaction.at - b.interaction.at);
}

const happeningsOfSegments = ({ heard }: WorkspaceFlows, changes: readonly SegmentChange[], nowMs: number): Happening[] =>
  changes
    .filter(({ key }) => heard.has(key))
    .map(({ key, personId, entered }) => ({ kind: "segment", personId, key, entered, atMs: nowMs, id: `${key} ${personId} ${nowMs}` }));
