import { startNode, type SegmentOf } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { formatCompact } from "../../../ui/format-number.ts";
import type { Choice } from "./pick-list.tsx";

/** Segments of people (or of accounts) by name, with how many are in each. */
export function useSegmentChoices(of: SegmentOf): Choice[] {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200, of }, staleTime: 30_000 }));
  return (data?.items ?? []).map(({ key, name, people }) => ({ value: key, label: name, detail: formatCompact(people) }));
}

/** What a segment is called; one that is not there (any more) by its key. */
export const segmentName = (choices: readonly Choice[], key: string): string => choices.find(({ value }) => value === key)?.label ?? key;

/** Purposes that sources usually ask about; any other can be typed. */
export const useConsentChoices = (): Choice[] => ["marketing", "analytics", "product"].map((value) => ({ value, label: value }));

/** Stages of the workspace's journeys of people (or of accounts), those of one journey together. */
export function useStageChoices(of: SegmentOf): Choice[] {
  const { data } = useQuery(api.journeys.list.queryOptions({ staleTime: 30_000 }));
  return (data?.items ?? [])
    .filter(({ by }) => by === of)
    .flatMap(({ key, name, stages }) =>
      [{ key: startNode, name: "No stage yet" }, ...stages].map((stage) => ({
        value: `${key} ${stage.key}`,
        label: stage.name,
        group: name,
      })),
    );
}

type Stage = { journey: string; stage: string };
/** Neither key has a space in it. */
export function stageOf(choice: string): Stage {
  const [journey = "", stage = ""] = choice.split(" ");
  return { journey, stage };
}

/** A stage with its journey, as people call them; one that is not there (any more) by its keys. */
export function stageName(choices: readonly Choice[], { journey, stage }: Stage): string {
  const choice = choices.find(({ value }) => value === `${journey} ${stage}`);
  return choice ? `${choice.label} · ${choice.group}` : `${stage} · ${journey}`;
}
