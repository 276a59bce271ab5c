import type { FrictionScope } from "./friction-scope.ts";
import { z } from "zod";
import { untilAborted, type ClickHouse, type StatementSettings } from "../../platform/clickhouse/index.ts";
import { keepAnswers } from "../../platform/http/keep-answers.ts";
import { elementKey, rowParams } from "./friction-rows.ts";
import { visitRows } from "./visit-rows.ts";
import type { Stratum } from "./matched-lift.ts";

export type View = "element" | "page" | "signal";

/** What a visit was hit by, as a key: one place of a page, the page, or a kind of signal. */
export const thingOf: Record<View, string> = { element: elementKey, page: "toUInt64(1)", signal: "cityHash64(name)" };

/** A question that would take more ends with an error instead of with the server. */
export const limits: StatementSettings = {
  max_execution_time: 60,
  max_memory_usage: 2_000_000_000,
  max_rows_to_read: 500_000_000,
  max_result_rows: 200_000,
  result_overflow_mode: "throw",
};

const row = z.object({
  page: z.string(),
  thing: z.string(),
  device: z.string(),
  progress: z.number(),
  part: z.number(),
  n: z.coerce.number(),
  bad: z.coerce.number(),
  helped: z.coerce.number(),
});

/** Strata of one row of the ranking: over the whole range, before and after the cut. */
export type Strata = { all: Stratum[]; earlier: Stratum[]; heldOut: Stratum[] };

/** By the outcome that was asked for, and by help alone, for signals that are about leaving. */
export type StrataOfRow = { asked: Strata; help: Strata };

/** Visits, and how many of them ended badly, or with a call for help. */
type Visits = { n: number; bad: number; helped: number };
/** Before and after the cut. */
type Parts = readonly [Visits, Visits];

/** Strata by what {@link rowKey} gives. */
export type ReadStrata = (scope: FrictionScope, view: View, signal?: AbortSignal) => Promise<Map<string, StrataOfRow>>;

/** Reads strata, and gives the same again for a minute: the ranking and each of its places are judged from the same. */
export function createStrataReader(deps: { clickhouse: ClickHouse; now: () => number }): ReadStrata {
  const keep = keepAnswers<Map<string, StrataOfRow>>({ now: deps.now, keptMs: 60_000, most: 6 });
  return (scope, view, signal) =>
    keep(JSON.stringify([scope, view]), (until) => readStrata(untilAborted(deps, until).clickhouse, scope, view), signal);
}

/** Visits too young to be judged are left out. */
async function readStrata(clickhouse: ClickHouse, scope: FrictionScope, view: View): Promise<Map<string, StrataOfRow>> {
  const bad = { any: "ticket OR abandoned", ticket: "ticket", abandonment: "abandoned" }[scope.outcome];
  const rows = await clickhouse.query({
    query: `SELECT toString(page_key) AS page, toString(one) AS thing, device, progress, arrived_ms >= {heldOutFromMs:Int64} AS part, count() AS n, countIf(${bad}) AS bad, countIf(ticket) AS helped
      FROM (${visitRows(thingOf[view])}) ARRAY JOIN arrayConcat([toUInt64(0)], things) AS one
      WHERE arrived_ms < {settledMs:Int64} GROUP BY page_key, one, device, progress, part`,
    params: rowParams(scope),
    schema: row,
    settings: limits,
  });
  const visits = new Map<string, Parts>();
  const hits = new Map<string, Map<string, Parts>>();
  for (const { page, thing, device, progress, part, n, bad, helped } of rows) {
    const key = rowKey(view, page, thing);
    const into = thing === noThing ? visits : (hits.get(key) ?? new Map<string, Parts>());
    if (thing !== noThing) hits.set(key, into);
    const place = `${page} ${progress} ${device}`;
    const [before, after] = into.get(place) ?? [none, none];
    into.set(place, part === 0 ? [{ n, bad, helped }, after] : [before, { n, bad, helped }]);
  }
  return new Map(
    [...hits].map(([key, places]) => [key, { asked: strataOf(places, visits, "bad"), help: strataOf(places, visits, "helped") }]),
  );
}

const noThing = "0";
const none: Visits = { n: 0, bad: 0, helped: 0 };

function strataOf(places: ReadonlyMap<string, Parts>, visits: ReadonlyMap<string, Parts>, ending: "bad" | "helped"): Strata {
  const strata: Strata = { all: [], earlier: [], heldOut: [] };
  for (const [place, [hitBefore, hitAfter]] of places) {
    const [before, after] = visits.get(place) ?? [hitBefore, hitAfter];
    const earlier = against(hitBefore, before, ending);
    const heldOut = against(hitAfter, after, ending);
    strata.earlier.push(earlier);
    strata.heldOut.push(heldOut);
    strata.all.push({
      hit: earlier.hit + heldOut.hit,
      hitBad: earlier.hitBad + heldOut.hitBad,
      spared: earlier.spared + heldOut.spared,
      sparedBad: earlier.sparedBad + heldOut.sparedBad,
    });
  }
  return strata;
}

/** Those who were hit against all others of the same place. */
function against(hit: Visits, all: Visits, ending: "bad" | "helped"): Stratum {
  return { hit: hit.n, hitBad: hit[ending], spared: all.n - hit.n, sparedBad: all[ending] - hit[ending] };
}

/** By signal, pages are strata; else a row belongs to one page. */
export function rowKey(view: View, page: string, thing: string): string {
  return view === "signal" ? thing : `${page} ${thing}`;
}
