export { createQueryContext, type QueryDeps } from "./create-query-context.ts";
export { insightsRoutes } from "./insights.routes.ts";
export type { JourneyQueries } from "./journey-queries.ts";
export { segmentMembers, type StageResolver } from "./named-people.ts";
export { countPeople, pageOfPeople } from "./people-of-cell.ts";
export {
  compileAccountCondition,
  compileEventCondition,
  compileEventMatch,
  compilePersonCondition,
  createParameters,
  propertySource,
  valueNumbers,
  valueText,
  type NamedPeople,
  type Parameters,
  type PredicateContext,
} from "./predicate-sql/index.ts";
export type { QueryContext } from "./query-context.ts";
export { runQuery, type RunQueryDeps } from "./run-query.ts";
export { queryPeople } from "./query-people.ts";
