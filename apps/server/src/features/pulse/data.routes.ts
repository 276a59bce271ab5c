import { withEventMeta } from "@orpc/server";
import type { Interaction } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { api } from "../../platform/http/api.ts";
import { getCatalogueEvent, listCatalogue, listTraits } from "../catalogue/index.ts";
import { accountFilter, resolvePerson, stretchesOfPerson } from "../people/index.ts";
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

/** Then a stream ends, and whoever follows comes again, if they still may. */
const longestStreamMs = 15 * 60_000;

/** Server-sent events; the id of each is the place from which a reconnected client goes on. What is wrong with the request is said before the stream begins. */
async function follow(
  deps: DataDeps,
  access: Access,
  input: { person?: string | undefined; account?: string | undefined; source?: string | undefined },
  after: string | undefined,
  signal: AbortSignal,
): Promise<AsyncGenerator<Interaction>> {
  requirePermission(access, "people:read");
  const start = after === undefined ? await currentPlace(deps) : readLivePlace(after);
  const ofAccount = input.account === undefined ? {} : await accountFilter(deps, access, input.account);
  const filterNow = async (): Promise<TimelineFilter> => {
    const filter: TimelineFilter = { ...(input.source === undefined ? {} : { sourceId: input.source }), ...ofAccount };
    if (input.person === undefined) return filter;
    return {
      ...filter,
      stretches: await stretchesOfPerson(deps.db, access.workspaceId, await resolvePerson(deps.db, access.workspaceId, input.person)),
    };
  };
  await filterNow();
  const until = AbortSignal.any([signal, AbortSignal.timeout(longestStreamMs)]);
  return withIds(followTimeline(deps, access.workspaceId, filterNow, start, until));
}

async function* withIds(followed: AsyncGenerator<{ interaction: Interaction; place: string }>): AsyncGenerator<Interaction> {
  for await (const { interaction, place } of followed) yield withEventMeta(interaction, { id: place });
}
