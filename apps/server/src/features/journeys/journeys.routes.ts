import { untilAborted } from "../../platform/clickhouse/index.ts";
import { api } from "../../platform/http/api.ts";
import { listInstances } from "./list-instances.ts";
import { listPeople } from "./list-people.ts";
import { createJourney, deleteJourney, getJourney, listJourneys, listTemplates, setSeam, updateJourney } from "./manage-journeys.ts";
import type { JourneyDeps } from "./open-journey.ts";
import { readInstance } from "./read-instance.ts";
import { readKpis } from "./read-kpis.ts";
import { previewMap, readMap, readRevision } from "./read-map.ts";
import { createOverview } from "./read-overview.ts";
import { createNewsLook, readNews } from "./read-news.ts";
import { readSeams } from "./read-seams.ts";

export const journeyRoutes = (deps: JourneyDeps, look = createNewsLook(deps), readOverview = createOverview(deps, look)) => ({
  list: api.journeys.list.handler(({ context }) => listJourneys(deps, context.access)),
  overview: api.journeys.overview.handler(({ input, context, signal }) => readOverview(context.access, input, signal)),
  templates: api.journeys.templates.handler(({ context }) => listTemplates(deps, context.access)),
  create: api.journeys.create.handler(({ input, context }) => createJourney(deps, context.access, input)),
  get: api.journeys.get.handler(({ input, context }) => getJourney(deps, context.access, input)),
  update: api.journeys.update.handler(({ input, context }) => updateJourney(deps, context.access, input)),
  delete: api.journeys.delete.handler(({ input, context }) => deleteJourney(deps, context.access, input)),
  revision: api.journeys.revision.handler(({ input, context }) => readRevision(deps, context.access, input)),
  map: api.journeys.map.handler(({ input, context, signal }) => readMap(untilAborted(deps, signal), context.access, input)),
  preview: api.journeys.preview.handler(({ input, context, signal }) => previewMap(untilAborted(deps, signal), context.access, input)),
  kpis: api.journeys.kpis.handler(({ input, context, signal }) => readKpis(untilAborted(deps, signal), context.access, input)),
  seams: api.journeys.seams.handler(({ input, context, signal }) => readSeams(untilAborted(deps, signal), context.access, input)),
  setSeam: api.journeys.setSeam.handler(({ input, context }) => setSeam(deps, context.access, input)),
  news: api.journeys.news.handler(({ input, context, signal }) =>
    readNews(untilAborted(deps, signal), context.access, input, look, signal),
  ),
  people: api.journeys.people.handler(({ input, context, signal }) => listPeople(untilAborted(deps, signal), context.access, input)),
  instances: api.journeys.instances.handler(({ input, context, signal }) =>
    listInstances(untilAborted(deps, signal), context.access, input),
  ),
  instance: api.journeys.instance.handler(({ input, context, signal }) => readInstance(untilAborted(deps, signal), context.access, input)),
});
