import type { Answer, Cell, Query } from "@throughline/contract";
import { formatCount } from "../../../ui/format-number.ts";

/** A number of an answer to be opened: the people behind it, what the drawer is called, and the dates that the answer is about. */
export type Opened = { query: Query; cell: Cell; title: string; days: { from: string; to: string } };
export type ShowProps<K extends Answer["kind"]> = {
  query: Extract<Query, { kind: K }>;
  answer: Extract<Answer, { kind: K }>;
  onOpen: (cell: Cell, title: string) => void;
  /** As a tile of a dashboard: less high, its title given by the dashboard. */
  compact: boolean;
};

/** “12,345”, “4.25”; “–” where there is none. */
export function formatValue(value: number | null): string {
  if (value === null) return "–";
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toPrecision(3)));
}

/** The label of an interval: “21 Nov”, “21 Nov 14:00”, “Nov 2026”. The times are already of the workspace’s zone. */
export function formatPeriod(at: string, interval: "hour" | "day" | "week" | "month"): string {
  // Only the calendar part counts: shifting it into another zone would move it to another day.
  const local = new Date(`${at.slice(0, 10)}T${at.slice(11, 16) || "00:00"}:00Z`);
  const options: Intl.DateTimeFormatOptions =
    interval === "month"
      ? { month: "short", year: "numeric" }
      : { day: "numeric", month: "short", ...(interval === "hour" ? { hour: "2-digit", minute: "2-digit" } : {}) };
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(local);
}

/** A group of a breakdown as it is called on screen. */
export const groupLabel = (value: string | null): string =>
  value === null ? "no value" : value === "$other" ? "all others" : value === "" ? "empty" : value;
