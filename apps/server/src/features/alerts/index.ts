export type { AlertsDeps, Evaluation } from "./alerts-deps.ts";
export { alertRoutes } from "./alerts.routes.ts";
export { readFiringAlerts } from "./alerts.store.ts";
export { deliverAlert } from "./deliver-alert.ts";
export { evaluateAlert, planEvaluations } from "./evaluate-alert.ts";
