import { createAccountStage } from "../accounts/index.ts";
import { applyCatalogue } from "../catalogue/index.ts";
import { toPipelineEvent, type LogEntry, type PipelineAccount, type PipelineEvent, type PipelineRejection, type Place } from "../collect/index.ts";
import { applyConsent } from "../consent/index.ts";
import { addTo, applyTraits, countSightings, createIdentityStage, foldPeople, type Tx } from "../identity/index.ts";
import { applyQuarantine } from "../quarantine/index.ts";
import { toInteractionRow, type TimelineWriter } from "../timeline/index.ts";
import { countSources } from "./count-sources.ts";
import { dropDuplicates } from "./drop-duplicates.ts";
import { dropSuppressed } from "./drop-suppressed.ts";

export type Placed = { entry: LogEntry; place: Place };
export type Processed = { interactions: number; duplicates: number; quarantined: number; suppressed: number; workspaceIds: string[]; remember: () => void };

/**
 * Everything that a batch of the log means, in one transaction: dedupe, identity, traits, accounts, consent, counts, catalogue, quarantine.
 * Timeline rows are written meanwhile and are there before the commit; after a crash the batch happens again from nothing, and `recovering`
 * makes the timeline skip the rows that the first try already wrote.
 */
export function createBatchProcessor(deps: { timeline: TimelineWriter }) {
  const applyIdentity = createIdentityStage();
  const applyAccounts = createAccountStage();

  return async function processBatch(tx: Tx, placed: readonly Placed[], options: { recovering: boolean }): Promise<Processed> {
    const rejections: PipelineRejection[] = [];
    const events: (PipelineEvent | PipelineAccount)[] = [];
    for (const { entry, place } of placed) {
      const event = toPipelineEvent(entry, place);
      if ("rejected" in event) rejections.push(event);
      else events.push(event);
    }
    const { fresh, duplicates } = await dropDuplicates(tx, events);
    const accounts = fresh.filter((event) => "account" in event);
    const { kept, suppressed } = await dropSuppressed(tx, fresh.filter((event) => "message" in event));

    const written = deps.timeline.write(kept.map(toInteractionRow), options);
    // Awaited below; a failure before that must not count as unhandled.
    written.catch(() => {});
    const identified = await applyIdentity(tx, kept);
    for (const { workspaceId, id } of await applyTraits(tx, kept)) addTo(identified.peopleToFold, workspaceId, identified.profiles.get(id)?.personId ?? id);
    const rememberAccounts = await applyAccounts(tx, kept, accounts, identified);
    await countSightings(tx, kept, identified);
    await applyConsent(tx, kept);
    await written;
    for (const [workspaceId, people] of identified.peopleToFold) await foldPeople(tx, workspaceId, [...people], deps.timeline.countStretch);
    await applyQuarantine(tx, rejections);
    await countSources(tx, { accepted: [...kept, ...accounts], quarantined: rejections, duplicates, suppressed });
    await applyCatalogue(tx, kept, accounts);
    await deps.timeline.mirrorOverrides(tx, [...identified.stretches.keys()]);

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
  };
}
export type BatchProcessor = ReturnType<typeof createBatchProcessor>;
