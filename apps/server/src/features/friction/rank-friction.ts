import type { FrictionRow, FrictionSignal } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { frictionScope, type FrictionScope, type ScopeInput } from "./friction-scope.ts";
import { holdsUp, matchedLift } from "./matched-lift.ts";
import { countSessions, readPlaces, readTrends, type Place, type PlaceFilter } from "./read-places.ts";
import { createStrataReader, type ReadStrata, type StrataOfRow, type View } from "./read-strata.ts";

export type RankInput = ScopeInput & { by: View; search?: string | undefined; limit: number };

/** Places of friction by the harm they do, with the evidence for it. */
export async function rankFriction(
  { clickhouse, now }: { clickhouse: ClickHouse; now: () => number },
  access: Access,
  input: RankInput,
  readStrata: ReadStrata = createStrataReader({ clickhouse, now }),
) {
  requirePermission(access, "insights:read");
  const startedMs = performance.now();
  const scope = frictionScope(access.workspaceId, input, now());
  const [{ rows, left }, counts] = await Promise.all([
    judgePlaces({ clickhouse, readStrata }, scope, input.by, { search: input.search }, input.limit),
    countSessions(clickhouse, scope),
  ]);
  return {
    from: new Date(scope.fromMs).toISOString(),
    to: new Date(scope.toMs).toISOString(),
    heldOutFrom: new Date(scope.heldOutFromMs).toISOString(),
    rows,
    left,
    ...counts,
    tookMs: Math.round(performance.now() - startedMs),
  };
}

/** The rows of a view, most harm first. */
export async function judgePlaces(
  { clickhouse, readStrata }: { clickhouse: ClickHouse; readStrata: ReadStrata },
  scope: FrictionScope,
  view: View,
  filter: PlaceFilter,
  limit: number,
) {
  const [places, strata] = await Promise.all([readPlaces(clickhouse, scope, view, filter), readStrata(scope, view)]);
  const judged = places.map((place) => ({ key: place.key, row: judge(place, strata.get(place.key), scope) }));
  const shown = judged.sort((a, b) => byHarm(a.row, b.row, scope)).slice(0, limit);
  const keys = shown.map(({ key }) => key);
  const trends = await readTrends(clickhouse, scope, view, keys);
  return { rows: shown.map(({ key, row }) => ({ ...row, trend: trends.get(key) ?? [] })), left: judged.length - shown.length };
}

function judge({ key: _key, ...place }: Place, found: StrataOfRow | undefined, { outcome }: FrictionScope): FrictionRow {
  const isAboutLeaving = place.signals.every(({ signal }) => aboutLeaving.includes(signal));
  const strata = isAboutLeaving && outcome === "any" ? found?.help : found?.asked;
  const lift = strata ? matchedLift(strata.all) : null;
  const earlier = strata ? matchedLift(strata.earlier) : null;
  const heldOut = strata ? matchedLift(strata.heldOut) : null;
  const times = (share: number) => share * place.sessions;
  return {
    ...place,
    lift,
    earlier,
    heldOut,
    holds: holdsUp(earlier, heldOut),
    harm: lift && { value: times(lift.value), low: times(lift.low), high: times(lift.high) },
    byDefinition: isAboutLeaving && outcome !== "ticket",
    trend: [],
  };
}

/** To leave is part of abandoning a form, and whoever turned back went on: that they left, or did not, says nothing about these. Help sought does. */
const aboutLeaving: readonly FrictionSignal[] = ["Form Abandoned", "U-Turn"];

/** Those that can be judged first, by harm; then the others by how many sessions they hit. */
function byHarm(a: FrictionRow, b: FrictionRow, { outcome }: FrictionScope): number {
  const isJudged = (row: FrictionRow) => row.lift?.enough && !(row.byDefinition && outcome === "abandonment");
  const rank = (row: FrictionRow) => (isJudged(row) && row.harm ? row.harm.value : -Infinity);
  return rank(a) === rank(b) ? b.sessions - a.sessions : rank(b) - rank(a);
}
