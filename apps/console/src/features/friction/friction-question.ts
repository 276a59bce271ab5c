import type { FrictionRow, FrictionSignal } from "@throughline/contract";
import type { ListState } from "../../ui/data-table/use-list-state.ts";

const dayMs = 86_400_000;

export const views = [
  { value: "element", label: "Elements" },
  { value: "page", label: "Pages" },
  { value: "signal", label: "Signals" },
] as const;
export type View = (typeof views)[number]["value"];

export const outcomes = [
  { value: "any", label: "Left or asked for help" },
  { value: "abandonment", label: "Left" },
  { value: "ticket", label: "Asked for help" },
] as const;
export type Outcome = (typeof outcomes)[number]["value"];

export const ranges = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
] as const;
const defaultDays = "30";

export type Question = { view: View; outcome: Outcome; days: string; signal: FrictionSignal | undefined; search: string };

/** What the address asks; what it does not say, or says wrongly, is the default. */
export function questionOf(state: Pick<ListState, "filter" | "search">, signals: readonly FrictionSignal[]): Question {
  return {
    view: views.find(({ value }) => value === state.filter("by"))?.value ?? "element",
    outcome: outcomes.find(({ value }) => value === state.filter("outcome"))?.value ?? "any",
    days: ranges.find(({ value }) => value === state.filter("days"))?.value ?? defaultDays,
    signal: signals.find((signal) => signal === state.filter("signal")),
    search: state.search,
  };
}

/**
 * What every question to the server says. `now` is the moment when the page was opened, up to the full minute: so the ranking and the drawer ask about the same time, and
 * coming back within it asks nothing anew.
 */
export function scopeOf({ outcome, days, signal }: Question, now: number) {
  const to = Math.ceil(now / 60_000) * 60_000;
  return { outcome, signal, from: new Date(to - Number(days) * dayMs).toISOString(), to: new Date(to).toISOString() };
}

/** A row as parameters of the address, and back. What has no element is a signal on a page. */
export function placeParams(view: View, row: FrictionRow): Record<string, string | undefined> {
  if (view === "signal") return { open: "signal", of: row.signals[0]?.signal, on: undefined };
  if (view === "page") return { open: "page", of: undefined, on: row.page ?? undefined };
  if (row.element === null) return { open: "here", of: row.signals[0]?.signal, on: row.page ?? undefined };
  return { open: "element", of: row.element, on: row.page ?? undefined };
}
export const noPlace = { open: undefined, of: undefined, on: undefined };

/** What the drawer is about: a signal, a page, or an element (empty: none) of one. */
export type Place = { signal?: FrictionSignal; page?: string; element?: string };

export function openPlace(state: Pick<ListState, "filter">, signals: readonly FrictionSignal[]): Place | null {
  const open = state.filter("open");
  const of = state.filter("of");
  const page = state.filter("on");
  const signal = signals.find((one) => one === of);
  if (open === "signal" && signal) return { signal };
  if (open === "page") return { page: page ?? "" };
  if (open === "here" && signal) return { page: page ?? "", element: "", signal };
  if (open === "element" && of !== undefined) return { page: page ?? "", element: of };
  return null;
}

/** The row of the ranking that a place was opened from, if it is in it: what is known before the drawer has asked. */
export function rowAt(rows: readonly FrictionRow[], view: View, place: Place): FrictionRow | undefined {
  return rows.find((row) => {
    const params = placeParams(view, row);
    if (view === "signal") return params.of === place.signal && place.page === undefined;
    if (row.page !== place.page) return false;
    if (view === "page") return place.element === undefined;
    return (row.element ?? "") === place.element && (row.element !== null || params.of === place.signal);
  });
}
