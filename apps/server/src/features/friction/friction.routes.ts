import { untilAborted } from "../../platform/clickhouse/index.ts";
import { api } from "../../platform/http/api.ts";
import { rankFriction } from "./rank-friction.ts";
import { readOne, type ReadOneDeps } from "./read-one.ts";
import { createStrataReader } from "./read-strata.ts";

export const frictionRoutes = (deps: ReadOneDeps, readStrata = createStrataReader(deps)) => ({
  rank: api.friction.rank.handler(({ input, context, signal }) =>
    rankFriction(untilAborted(deps, signal), context.access, input, (scope, view) => readStrata(scope, view, signal)),
  ),
  one: api.friction.one.handler(({ input, context, signal }) =>
    readOne(untilAborted(deps, signal), context.access, input, (scope, view) => readStrata(scope, view, signal)),
  ),
});
