import type { DashboardFilters, Predicate, QueryInput, Tile } from "@throughline/contract";
import { querySchema } from "@throughline/contract";

export type ReadyMadeDashboard = { name: string; description: string; tiles: Tile[]; filters: DashboardFilters };
type Place = readonly [x: number, y: number, w: number, h: number];

const placeOf = ([x, y, w, h]: Place) => ({ id: `tile-${y}-${x}`, x, y, w, h });

/** A tile with a query, as a person would write it. */
export const queryTile = (place: Place, title: string, query: QueryInput): Tile => ({
  ...placeOf(place),
  kind: "query",
  title,
  query: querySchema.parse(query),
});
export const textTile = (place: Place, text: string): Tile => ({ ...placeOf(place), kind: "text", text });

export const lastWeeks = (value: number) => ({ last: { value, unit: "week" as const } });
export const lastDays = (value: number) => ({ last: { value, unit: "day" as const } });
export const is = (property: string, value: string): Predicate => ({ property, op: "eq", value });
