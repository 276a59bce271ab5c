import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "../../app/api.ts";
import { intervalOf, type JourneyRange } from "./journey-range.ts";

/** How often it is asked whether anything changed, and how long the costlier figures rest between two readings. */
const pollMs = 2_500;
const restMs = 15_000;

/**
 * The map of a journey, its figures and its seams, read again within seconds when customers moved. What is seen first is asked first: the seams wait for the map, and
 * `isSettled` tells what lies below that its turn has come.
 */
export function useJourneyFigures(key: string, range: JourneyRange) {
  const input = { key, ...range };
  const held = { placeholderData: keepPreviousData, staleTime: restMs };
  const map = useQuery({ ...api.journeys.map.queryOptions({ input }), ...held });
  const kpis = useQuery({ ...api.journeys.kpis.queryOptions({ input: { ...input, interval: intervalOf(range) } }), ...held });
  const mapIsThere = (map.isSuccess && !map.isPlaceholderData) || map.isError;
  const seams = useQuery({ ...api.journeys.seams.queryOptions({ input }), ...held, enabled: mapIsThere });
  const live = useQuery({ ...api.journeys.revision.queryOptions({ input: { key } }), refetchInterval: pollMs, retry: false });

  // A revision is asked for once: if the answer to it still carries another, the next poll decides.
  const asked = useRef("");
  const revision = live.data?.revision;
  const shown = map.data?.revision;
  useEffect(() => {
    if (revision === undefined || shown === undefined || revision === shown || asked.current === revision) return;
    asked.current = revision;
    void map.refetch();
    for (const rested of [kpis, seams]) if (Date.now() - rested.dataUpdatedAt > restMs) void rested.refetch();
  }, [revision, shown]);

  return { map, kpis, seams, isLive: live.isSuccess && !live.isError, isSettled: mapIsThere && !seams.isPending };
}
export type JourneyFigures = ReturnType<typeof useJourneyFigures>;
