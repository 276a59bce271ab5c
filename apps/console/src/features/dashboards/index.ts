/** What other features of the console may use of dashboards. */
export { KeepQuery, type Keeping } from "./keep-query.tsx";
