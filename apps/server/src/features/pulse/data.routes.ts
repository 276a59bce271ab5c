import { withEventMeta } from "@orpc/server";
import type { Interaction } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { api } from "../../platform/http/api.ts";
import { getCatalogueEvent, listCatalogue, listTraits } from "../catalogue/index.ts";
import { resolvePerson, stretchesOfPerson } from "../people/index.ts";
import { discardQuarantine, listQuarantine, replayQuarantine, type ReplayDeps } from "../quarantine/index.ts";
import { currentPlace, followTimeline, readLivePlace, readTimeline, type FollowDeps, type TimelineFilter } from "../timeline/index.ts";
import { readPulse, type PulseDeps } from "./read-pulse.ts";
import { readStats } from "./read-stats.ts";

export type DataDeps = PulseDeps & ReplayDeps & FollowDeps;

export const dataRoutes = (deps: DataDeps) => ({
  catalogue: api.data.catalogue.handler(({ input, context }) => listCatalogue(deps, context.access, input)),
  catalogueEvent: api.data.catalogueEvent.handler(({ input, context }) => getCatalogueEvent(deps, context.access, input)),
  traits: api.data.traits.handler(({ input, context }) => listTraits(deps, context.access, input)),
  quarantine: api.data.quarantine.handler(({ input, context }) => listQuarantine(deps, context.access, input)),
  replay: api.data.replay.handler(({ input, context }) => replayQuarantine(deps, context.access, input)),
  discard: api.data.discard.handler(({ input, context }) => discardQuarantine(deps, context.access, input)),
  stats: api.data.stats.handler(({ input, context }) => readStats(deps, context.access, input)),
  pulse: api.data.pulse.handler(({ input, context }) => readPulse(deps, context.access, input)),
  recent: api.data.recent.handler(({ input, context }) => {
    requirePermission(context.access, "people:read");
    const { cursor, limit, source, ...filter } = input;
    return readTimeline(
      deps.clickhouse,
      context.access.workspaceId,
      { ...filter, ...(source === undefined ? {} : { sourceId: source }) } as TimelineFilter,
      { cursor, limit },
    );
  }),
  live: api.data.live.handler(({ input, context, lastEventId, signal }) =>
    follow(deps, context.access, input, lastEventId ?? input.after, signal ?? new AbortController().signal),
  ),
});

/** Server-sent events; the id of each is the place from which a reconnected client goes on. */
async function* follow(
  deps: DataDeps,
  access: Access,
  input: { person?: string | undefined; source?: string | undefined },
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Interaction> {
  requirePermission(access, "people:read");
  const start = after === undefined ? await currentPlace(deps) : readLivePlace(after);
  const filterNow = async (): Promise<TimelineFilter> => {
    const filter: TimelineFilter = input.source === undefined ? {} : { sourceId: input.source };
    if (input.person === undefined) return filter;
    return {
      ...filter,
      stretches: await stretchesOfPerson(deps.db, access.workspaceId, await resolvePerson(deps.db, access.workspaceId, input.person)),
    };
  };
  for await (const { interaction, place } of followTimeline(deps, access.workspaceId, filterNow, start, signal))
    yield withEventMeta(interaction, { id: place });
}
