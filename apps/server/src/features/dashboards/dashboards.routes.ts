import { api } from "../../platform/http/index.ts";
import { addTile } from "./add-tile.ts";
import { createDashboard } from "./create-dashboard.ts";
import { createSavedQuery } from "./create-saved-query.ts";
import { deleteDashboard } from "./delete-dashboard.ts";
import { deleteSavedQuery } from "./delete-saved-query.ts";
import { getDashboard } from "./get-dashboard.ts";
import { getSavedQuery } from "./get-saved-query.ts";
import { listDashboards } from "./list-dashboards.ts";
import { listSavedQueries, type DashboardsDeps } from "./list-saved-queries.ts";
import { updateDashboard } from "./update-dashboard.ts";
import { updateSavedQuery } from "./update-saved-query.ts";

export const savedQueryRoutes = (deps: DashboardsDeps) => ({
  list: api.savedQueries.list.handler(({ context }) => listSavedQueries(deps, context.access)),
  get: api.savedQueries.get.handler(({ input, context }) => getSavedQuery(deps, context.access, input)),
  create: api.savedQueries.create.handler(({ input, context }) => createSavedQuery(deps, context.access, input)),
  update: api.savedQueries.update.handler(({ input, context }) => updateSavedQuery(deps, context.access, input)),
  delete: api.savedQueries.delete.handler(({ input, context }) => deleteSavedQuery(deps, context.access, input)),
});

export const dashboardRoutes = (deps: DashboardsDeps) => ({
  list: api.dashboards.list.handler(({ context }) => listDashboards(deps, context.access)),
  get: api.dashboards.get.handler(({ input, context }) => getDashboard(deps, context.access, input)),
  create: api.dashboards.create.handler(({ input, context }) => createDashboard(deps, context.access, input)),
  update: api.dashboards.update.handler(({ input, context }) => updateDashboard(deps, context.access, input)),
  addTile: api.dashboards.addTile.handler(({ input, context }) => addTile(deps, context.access, input)),
  delete: api.dashboards.delete.handler(({ input, context }) => deleteDashboard(deps, context.access, input)),
});
