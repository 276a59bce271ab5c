import { untilAborted } from "../../platform/clickhouse/index.ts";
import { api } from "../../platform/http/index.ts";
import { distinguishConverters } from "./distinguish/distinguish-converters.ts";
import { queryPeople } from "./query-people.ts";
import { runQuery, type RunQueryDeps } from "./run-query.ts";

export const insightsRoutes = (deps: RunQueryDeps) => ({
  query: api.insights.query.handler(({ input, context, signal }) => runQuery(untilAborted(deps, signal), context.access, input)),
  people: api.insights.people.handler(({ input, context, signal }) => queryPeople(untilAborted(deps, signal), context.access, input)),
  distinguish: api.insights.distinguish.handler(({ input, context, signal }) =>
    distinguishConverters(untilAborted(deps, signal), context.access, input),
  ),
});
