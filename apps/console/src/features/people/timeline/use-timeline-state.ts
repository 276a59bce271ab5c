import type { Channel, Kind } from "@throughline/contract";
import { useMemo } from "react";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { allChannels, allKinds } from "./channel-icon.tsx";
import { boundsOf, isNarrowed, type TimelineFilter } from "./timeline-filter.ts";
import type { Detail } from "./timeline-rows.ts";

const details: readonly Detail[] = ["sessions", "story", "steps"];
const pageSize = 100;
/** How much of what came after a linked interaction is shown with it. */
const afterLinkedMs = 30 * 60_000;

/** What the timeline shows, kept in the URL. `entry` and `around` link to one interaction (its id or message id) and its time. */
export function useTimelineState() {
  const { filter: param, set } = useListState();
  const timeZone = useTimeZone();
  const [search, name, range, from, to] = ["q", "name", "range", "from", "to"].map(param);
  const kind = oneOf<Kind>(allKinds, param("kind"));
  const channel = oneOf<Channel>(allChannels, param("channel"));
  const around = param("around");
  const filter: TimelineFilter = useMemo(
    () => ({ search, kind, channel, name, range, from, to }),
    [search, kind, channel, name, range, from, to],
  );
  // Relative ranges end when they are chosen, so that the question stays the same while pages are loaded.
  const bounds = useMemo(
    () => withLinked(boundsOf({ range, from, to }, Date.now(), timeZone), around),
    [range, from, to, timeZone, around],
  );
  return {
    filter,
    bounds,
    /** What the server is asked for. */
    asked: { limit: pageSize, search, kind, channel, name, ...bounds },
    narrowed: isNarrowed(filter),
    detail: oneOf<Detail>(details, param("detail")) ?? "story",
    entry: param("entry") ?? null,
    linked: around !== undefined,
    set,
    clear: () =>
      set({ q: undefined, kind: undefined, channel: undefined, name: undefined, range: undefined, from: undefined, to: undefined }),
    leaveLinked: () => set({ entry: undefined, around: undefined }),
  };
}
export type TimelineState = ReturnType<typeof useTimelineState>;

function withLinked(bounds: { from?: string; to?: string }, around: string | undefined): { from?: string; to?: string } {
  const at = around === undefined ? Number.NaN : Date.parse(around);
  return Number.isNaN(at) ? bounds : { ...bounds, to: new Date(at + afterLinkedMs).toISOString() };
}

const oneOf = <T extends string>(values: readonly T[], value: string | undefined): T | undefined => values.find((known) => known === value);
