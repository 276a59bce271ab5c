import type { EventMatch } from "@throughline/contract";
import { z } from "zod";
import { compileEventMatch, createQueryContext } from "../../insights/index.ts";
import { personExpression } from "../../timeline/index.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import { neededBehaviour } from "./needed-behaviour.ts";
import { peopleAfter } from "./people.store.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import { whyNotSimulated } from "./why-not-simulated.ts";

type Search = { workspaceId: string; fromMs: number; toMs: number; place: string; limit: number };

/** The next people by id, after `place`, whom one of these flows could let in; fewer than `limit` at the end. */
export async function candidatesAfter(deps: SimulationDeps, flows: readonly CompiledFlow[], search: Search): Promise<string[]> {
  const found = new Set<bigint>();
  for (const flow of flows) for (const id of await candidatesOf(deps, flow, search)) found.add(BigInt(id));
  return [...found]
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(0, search.limit)
    .map(String);
}

async function candidatesOf(deps: SimulationDeps, flow: CompiledFlow, search: Search): Promise<string[]> {
  if (whyNotSimulated(flow.definition) !== null) return [];
  const needed = neededBehaviour(flow, search.fromMs);
  if (needed) return doersAfter(deps, needed.match, { ...search, fromMs: Math.max(0, needed.fromMs) });
  return peopleAfter(deps.db, search.workspaceId, search.place, search.toMs, search.limit);
}

const row = z.object({ person: z.string() });

async function doersAfter(deps: SimulationDeps, match: EventMatch, { workspaceId, fromMs, toMs, place, limit }: Search): Promise<string[]> {
  const context = await createQueryContext(deps, workspaceId, {
    kind: "trends",
    range: { last: { value: 1, unit: "day" } },
    interval: "day",
    series: [{ event: null, measure: { kind: "people" } }],
    ...(match.where ? { where: match.where } : {}),
  });
  const parameters = context.createParameters();
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")}, 'UTC')`;
  const rows = await deps.clickhouse.query({
    query: `SELECT toString(doer) AS person FROM (SELECT DISTINCT ${personExpression} AS doer FROM interaction WHERE workspace_id = ${parameters.workspace} AND NOT is_bot
        AND at >= ${moment(fromMs)} AND at < ${moment(toMs)} AND ${compileEventMatch(match, parameters, context.predicates)})
      WHERE doer > ${parameters.add(place === "-1" ? "0" : place, "UInt64")} ORDER BY doer LIMIT ${limit}`,
    params: parameters.values,
    schema: row,
  });
  return rows.map(({ person }) => person);
}
