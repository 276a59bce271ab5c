import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { EmptyState } from "../empty-state.tsx";
import { ErrorState } from "../error-state.tsx";
import type { Column } from "./column.ts";
import { CompactRows } from "./compact-rows.tsx";
import classes from "./data-table.module.css";
import { LoadMore } from "../load-more.tsx";
import { RowsSkeleton } from "./rows-skeleton.tsx";
import { TableRows } from "./table-rows.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useColumns } from "./use-columns.ts";
import { useListKeys } from "./use-list-keys.ts";
import type { ListState } from "./use-list-state.ts";
import type { Rows } from "./use-rows.ts";
import { whatItHolds } from "./what-it-holds.ts";

export type DataTableProps<Row> = {
  /** Remembers the chosen columns under this name. */
  id: string;
  /** What it lists, for screen readers: “People”. */
  label: string;
  columns: readonly Column<Row>[];
  list: Rows<Row>;
  rowKey: (row: Row) => string;
  /** Where a row leads; or {@link onOpen}. Without either, rows do not open. */
  rowTo?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Search, sort and filters in the URL: `useListState()`. */
  state?: ListState;
  searchPlaceholder?: string;
  filters?: ReactNode;
  count?: ReactNode;
  /** Shown when there is nothing at all (not when a search finds nothing). */
  empty: ReactNode;
  /** Without its own border and toolbar, inside a card. */
  plain?: boolean;
};

/** The one table: sorted by its headings, walked with the arrow keys, loaded page by page, compact rows on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, columns, list, state, plain = false } = props;
  const { shown, isShown, show } = useColumns(id, columns);
  useListKeys(!plain);
  // With nothing to list there is nothing to count and no column to choose; filters stay, as they may be why.
  const isEmpty = whatItHolds(list, state?.narrowed === true) === "nothing";
  const compact = useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false });
  return (
    <div className={classes.wrapper}>
      {plain ? null : (
        <Toolbar
          state={state}
          searchPlaceholder={props.searchPlaceholder}
          filters={props.filters}
          count={isEmpty ? null : props.count}
          columns={isEmpty ? [] : columns}
          isShown={isShown}
          onShow={show}
        />
      )}
      <div
        className={plain ? classes.plain : classes.frame}
        aria-busy={list.isPending || list.isStale}
        data-stale={list.isStale || undefined}
      >
        <Body {...props} columns={shown} compact={compact === true} />
      </div>
      <LoadMore list={list} />
    </div>
  );
}

function Body<Row>(props: DataTableProps<Row> & { compact: boolean }) {
  const { list, state, columns, compact } = props;
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <RowsSkeleton columns={compact ? 2 : columns.length} />;
  if (list.rows.length === 0) {
    if (!state?.narrowed) return props.empty;
    return (
      <EmptyState title="Nothing matches" action={<Button onClick={state.clear}>Clear search and filters</Button>}>
        No entry matches what you search and filter for.
      </EmptyState>
    );
  }
  return compact ? <CompactRows {...props} /> : <TableRows {...props} />;
}
