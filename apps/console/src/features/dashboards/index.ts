/** What other features of the console may use of dashboards. */
export { KeepQuery } from "./keep-query.tsx";
