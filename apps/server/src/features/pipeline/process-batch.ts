import { interactionIdOf } from "@throughline/domain";
import { createAccountStage } from "../accounts/index.ts";
import { applyCatalogue } from "../catalogue/index.ts";
import {
  toPipelineEvent,
  type LogEntry,
  type PipelineAccount,
  type PipelineEvent,
  type PipelineRejection,
  type Place,
} from "../collect/index.ts";
import { applyConsent } from "../consent/index.ts";
import {
  applyTraits,
  countSightings,
  createIdentityStage,
  createStretchReaders,
  dropSuppressed,
  foldPeople,
  type CountStretches,
  type Identified,
  type Tx,
} from "../identity/index.ts";
import { createFlowStage } from "../flows/index.ts";
import { createLiveSegmentStage } from "../live-segments/index.ts";
import { applyQuarantine } from "../quarantine/index.ts";
import { applySignals } from "../signals/index.ts";
import { toInteractionRow, type TimelineWriter } from "../timeline/index.ts";
import { countSources } from "./count-sources.ts";
import { dropDuplicates } from "./drop-duplicates.ts";

export type Placed = { entry: LogEntry; place: Place };
export type Processed = {
  interactions: number;
  duplicates: number;
  quarantined: number;
  suppressed: number;
  workspaceIds: string[];
  remember: () => void;
};

/**
 * Everything that a batch of the log means, in one transaction: dedupe, identity, traits, accounts, consent, counts, live segments, flows, catalogue, quarantine.
 * Timeline rows are written meanwhile and are there before the commit; after a crash the batch happens again from nothing, and `recovering`
 * makes the timeline skip the rows that the first try already wrote.
 */
export function createBatchProcessor(deps: { timeline: TimelineWriter; now?: () => number }) {
  const applyIdentity = createIdentityStage();
  const applyAccounts = createAccountStage();
  const beginSegments = createLiveSegmentStage({ now: deps.now ?? Date.now });
  const beginFlows = createFlowStage({ now: deps.now ?? Date.now });

  async function processBatch(tx: Tx, placed: readonly Placed[], options: { recovering: boolean }): Promise<Processed> {
    const rejections: PipelineRejection[] = [];
    const events: (PipelineEvent | PipelineAccount)[] = [];
    for (const { entry, place } of placed) {
      const event = toPipelineEvent(entry, place);
      if ("rejected" in event) rejections.push(event);
      else events.push(event);
    }
    const { fresh, duplicates } = await dropDuplicates(tx, events);
    const accounts = fresh.filter((event) => "account" in event);
    const { kept, suppressed, isSuppressed } = await dropSuppressed(
      tx,
      fresh.filter((event) => "message" in event),
    );

    const rows = kept.map(toInteractionRow);
    const writing = deps.timeline.write(rows, options);
    // Awaited below; a failure before that must not count as unhandled.
    writing.catch(() => {});
    let identified: Identified;
    let rememberAccounts: () => void;
    try {
      const segments = await beginSegments(tx);
      const flows = await beginFlows(tx);
      identified = await applyIdentity(tx, kept, isSuppressed);
      await applyTraits(tx, kept, identified);
      rememberAccounts = await applyAccounts(tx, kept, accounts, identified);
      await countSightings(tx, kept, identified);
      await applyConsent(tx, kept);
      await applySignals(tx, kept);
      const countStretches: CountStretches = async (_tx, stretches) => {
        await writing;
        return deps.timeline.countStretches(tx, stretches, endsOf(placed));
      };
      for (const [workspaceId, people] of identified.peopleToFold) await foldPeople(tx, workspaceId, [...people], countStretches);
      // Whose profiles are whose is settled by now: it is read once for all that follows.
      const stretchesIn = createStretchReaders(tx);
      const changes = await segments.finish(kept, rows, identified, stretchesIn);
      await flows.finish(kept, rows, identified, changes, stretchesIn);
      await deps.timeline.mirrorOverrides(tx, [...identified.stretches.keys()]);
      // Rows that every batch touches come last: other processes wait for them.
      await applyQuarantine(tx, rejections);
      await countSources(tx, { accepted: [...kept, ...accounts], quarantined: rejections, duplicates, suppressed });
      await applyCatalogue(tx, kept, accounts);
    } finally {
      // Whatever happened: who tries again must be able to see which rows are there.
      await Promise.allSettled([writing]);
    }
    await writing;

    return {
      interactions: kept.length,
      duplicates: duplicates.length,
      quarantined: rejections.length,
      suppressed: suppressed.length,
      workspaceIds: [...new Set([...kept, ...accounts].map((event) => event.workspaceId))],
      remember: () => {
        identified.remember();
        rememberAccounts();
      },
    };
  }

  /** Removes the timeline rows that failed tries wrote of entries that are now rejected. */
  async function takeBack(placed: readonly Placed[]): Promise<void> {
    for (const [workspaceId, list] of Map.groupBy(placed, ({ entry }) => entry.w)) {
      const ids = list.flatMap(({ entry }) => ("m" in entry ? [interactionIdOf(workspaceId, entry.m.messageId)] : []));
      if (ids.length > 0) await deps.timeline.remove(workspaceId, ids);
    }
  }

  return Object.assign(processBatch, { takeBack });
}
export type BatchProcessor = ReturnType<typeof createBatchProcessor>;

/** The last position of each partition in a batch. */
function endsOf(placed: readonly Placed[]): Map<number, string> {
  const ends = new Map<number, string>();
  for (const { place } of placed)
    if (BigInt(place.position) > BigInt(ends.get(place.partition) ?? 0)) ends.set(place.partition, place.position);
  return ends;
}
