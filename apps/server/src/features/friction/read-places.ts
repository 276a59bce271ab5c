import { frictionSignals, type FrictionSignal } from "@throughline/contract";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { countedSession, pageKey, rowParams, signalRows } from "./friction-rows.ts";
import { daysOf, type FrictionScope } from "./friction-scope.ts";
import { limits, rowKey, thingOf, type View } from "./read-strata.ts";

/** A row of the ranking before it is judged. */
export type Place = {
  key: string;
  element: string | null;
  page: string | null;
  signals: { signal: FrictionSignal; sessions: number }[];
  sessions: number;
  people: number;
  occurrences: number;
};

/** What narrows the signals: part of a name, or exactly this element or page. */
export type PlaceFilter = { search?: string | undefined; element?: string | undefined; page?: string | undefined };

export function filterOf(filter: PlaceFilter): { condition: string; params: Record<string, unknown> } {
  const conditions = ["1"];
  const params: Record<string, unknown> = {};
  if (filter.search) {
    conditions.push(
      "(positionCaseInsensitiveUTF8(element, {search:String}) > 0 OR positionCaseInsensitiveUTF8(page, {search:String}) > 0)",
    );
    params["search"] = filter.search;
  }
  if (filter.element !== undefined) {
    conditions.push("element = {element:String}");
    params["element"] = filter.element;
  }
  if (filter.page !== undefined) {
    conditions.push("page = {page:String}");
    params["page"] = filter.page;
  }
  return { condition: conditions.join(" AND "), params };
}

const text = z.string();
const count = z.coerce.number();
const placeRow = z.object({
  page_key: text,
  thing: text,
  on_page: text,
  on_element: text,
  occurrences: count,
  people: count,
  sessions: count,
  by_signal: z.array(count),
});

/** Page and thing that stand for a row of the view. */
const groupOf: Record<View, string> = { element: pageKey, page: pageKey, signal: "toUInt64(0)" };

export async function readPlaces(clickhouse: ClickHouse, scope: FrictionScope, view: View, filter: PlaceFilter): Promise<Place[]> {
  const { condition, params } = filterOf(filter);
  const bySignal = scope.signals.map((_, index) => `uniqExactIf(session, name = {signal${index}:String})`).join(", ");
  const rows = await clickhouse.query({
    query: `SELECT toString(${groupOf[view]}) AS page_key, toString(${thingOf[view]}) AS thing, any(page) AS on_page, any(element) AS on_element,
        count() AS occurrences, uniqExact(person) AS people, uniqExact(session) AS sessions, [${bySignal}] AS by_signal
      FROM (SELECT *, ${countedSession} AS session FROM (${signalRows("toMs")})) WHERE ${condition} GROUP BY page_key, thing`,
    params: { ...rowParams(scope), ...params, ...Object.fromEntries(scope.signals.map((signal, index) => [`signal${index}`, signal])) },
    schema: placeRow,
    settings: limits,
  });
  return rows.map((row) => ({
    key: rowKey(view, row.page_key, row.thing),
    element: view === "element" && row.on_element !== "" ? row.on_element : null,
    page: view === "signal" ? null : row.on_page,
    signals: scope.signals
      .map((signal, index) => ({ signal, sessions: row.by_signal[index] ?? 0 }))
      .filter(({ sessions }) => sessions > 0)
      .sort((a, b) => b.sessions - a.sessions),
    sessions: row.sessions,
    people: row.people,
    occurrences: row.occurrences,
  }));
}

/** Sessions hit per day of the range, for some rows: by key, in the order of {@link daysOf}. */
export async function readTrends(
  clickhouse: ClickHouse,
  scope: FrictionScope,
  view: View,
  keys: readonly string[],
): Promise<Map<string, number[]>> {
  const days = daysOf(scope);
  const trends = new Map(keys.map((key) => [key, days.map(() => 0)]));
  if (keys.length === 0) return trends;
  const rows = await clickhouse.query({
    query: `SELECT toString(${groupOf[view]}) AS page_key, toString(${thingOf[view]}) AS thing, toString(toDate(fromUnixTimestamp64Milli(ms))) AS day, uniqExact(${countedSession}) AS sessions
      FROM (${signalRows("toMs")}) WHERE ${thingOf[view]} IN {things:Array(UInt64)} GROUP BY page_key, thing, day`,
    params: { ...rowParams(scope), things: [...new Set(keys.map((key) => key.split(" ").at(-1)))] },
    schema: z.object({ page_key: text, thing: text, day: text, sessions: count }),
    settings: limits,
  });
  for (const row of rows) {
    const trend = trends.get(rowKey(view, row.page_key, row.thing));
    const day = days.indexOf(row.day);
    if (trend && day >= 0) trend[day] = row.sessions;
  }
  return trends;
}

/** All sessions of the range, those with any signal, and with each; whatever the row filters say. */
export async function countSessions(clickhouse: ClickHouse, scope: FrictionScope) {
  const params = { ...rowParams(scope), signals: frictionSignals };
  const [all, hit] = await Promise.all([
    clickhouse.query({
      query: `SELECT uniq(session_id, if(session_id = '', (profile_id, toDate(at)), (0, toDate(0)))) AS sessions FROM interaction WHERE workspace_id = {workspaceId:UUID} AND NOT is_bot AND path != ''
        AND at >= fromUnixTimestamp64Milli({fromMs:Int64}) AND at < fromUnixTimestamp64Milli({toMs:Int64})`,
      params,
      schema: z.object({ sessions: count }),
      settings: limits,
    }),
    clickhouse.query({
      query: `SELECT name, uniqExact(${countedSession}) AS sessions FROM (${signalRows("toMs")}) GROUP BY GROUPING SETS ((name), ())`,
      params,
      schema: z.object({ name: text, sessions: count }),
      settings: limits,
    }),
  ]);
  return {
    sessions: all[0]?.sessions ?? 0,
    hit: hit.find(({ name }) => name === "")?.sessions ?? 0,
    bySignal: frictionSignals
      .map((signal) => ({ signal, sessions: hit.find(({ name }) => name === signal)?.sessions ?? 0 }))
      .filter(({ sessions }) => sessions > 0),
  };
}
