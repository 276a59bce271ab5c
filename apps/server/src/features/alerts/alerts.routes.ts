import { api } from "../../platform/http/index.ts";
import type { AlertsDeps } from "./alerts-deps.ts";
import { createAlert } from "./create-alert.ts";
import { deleteAlert } from "./delete-alert.ts";
import { getAlert } from "./get-alert.ts";
import { listAlertEvents } from "./list-alert-events.ts";
import { listAlerts } from "./list-alerts.ts";
import { previewAlert } from "./preview-alert.ts";
import { updateAlert } from "./update-alert.ts";

export const alertRoutes = (deps: AlertsDeps) => ({
  list: api.alerts.list.handler(({ context }) => listAlerts(deps, context.access)),
  get: api.alerts.get.handler(({ input, context }) => getAlert(deps, context.access, input)),
  create: api.alerts.create.handler(({ input, context }) => createAlert(deps, context.access, input)),
  update: api.alerts.update.handler(({ input, context }) => updateAlert(deps, context.access, input)),
  delete: api.alerts.delete.handler(({ input, context }) => deleteAlert(deps, context.access, input)),
  preview: api.alerts.preview.handler(({ input, context }) => previewAlert(deps, context.access, input)),
  events: api.alerts.events.handler(({ input, context }) => listAlertEvents(deps, context.access, input)),
});
