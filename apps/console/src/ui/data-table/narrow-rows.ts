import type { ListState } from "./use-list-state.ts";
import type { Rows } from "./use-rows.ts";

type Narrowing<Row> = {
  /** What the search looks in. */
  text: (row: Row) => string;
  /** The value of each sort order, by its name without sign. */
  values: Record<string, (row: Row) => string | number>;
  /** False leaves the row out: the filters. */
  keep?: (row: Row) => boolean;
};

/** Searches, filters and sorts rows that are all there, as the server would: for lists without pages. */
export function narrowRows<Row>(list: Rows<Row>, state: ListState, { text, values, keep = () => true }: Narrowing<Row>): Rows<Row> {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = list.rows.filter((row) => {
    const haystack = text(row).toLowerCase();
    return keep(row) && words.every((word) => haystack.includes(word));
  });
  const value = state.sort === undefined ? undefined : values[state.sort.replace(/^-/, "")];
  if (!value) return { ...list, rows: matching };
  const direction = state.sort?.startsWith("-") ? -1 : 1;
  return { ...list, rows: matching.toSorted((a, b) => direction * compare(value(a), value(b))) };
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true, sensitivity: "base" });
}
