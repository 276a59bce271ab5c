import { api } from "../../platform/http/api.ts";
import { rankFriction } from "./rank-friction.ts";
import { readOne, type ReadOneDeps } from "./read-one.ts";
import { createStrataReader } from "./read-strata.ts";

export const frictionRoutes = (deps: ReadOneDeps, readStrata = createStrataReader(deps)) => ({
  rank: api.friction.rank.handler(({ input, context }) => rankFriction(deps, context.access, input, readStrata)),
  one: api.friction.one.handler(({ input, context }) => readOne(deps, context.access, input, readStrata)),
});
