import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  /** Heading, and its name in the column chooser. */
  label: string;
  cell: (row: Row) => ReactNode;
  /** Name of the server's sort order for this column: a click sorts by `-sort`, another by `sort`. */
  sort?: string;
  /** A first click sorts ascending. For names; numbers and times are read largest first. */
  ascendingFirst?: boolean;
  align?: "start" | "end";
  /** CSS width; the remaining space is shared by columns without one. */
  width?: string | number;
  /** Off until chosen in the column chooser. */
  optional?: boolean;
  /** What the row is about: always shown, and the link or button that opens the row. Its cell holds no link of its own. */
  primary?: boolean;
  /** Place in the compact row on a phone: `title` (default for the primary column) first, `aside` at the end, `detail` (default) in the line below, `none` left out. */
  compact?: "title" | "aside" | "detail" | "none";
};

/** The next sort order after a click on a column's heading. */
export function nextSort(current: string | undefined, column: { sort?: string; ascendingFirst?: boolean }): string | undefined {
  if (column.sort === undefined) return current;
  const first = column.ascendingFirst ? column.sort : `-${column.sort}`;
  const second = column.ascendingFirst ? `-${column.sort}` : column.sort;
  return current === first ? second : first;
}

/** For `aria-sort`. */
export function sortDirection(current: string | undefined, sort: string | undefined): "ascending" | "descending" | "none" {
  if (sort === undefined || current === undefined) return "none";
  if (current === sort) return "ascending";
  return current === `-${sort}` ? "descending" : "none";
}
