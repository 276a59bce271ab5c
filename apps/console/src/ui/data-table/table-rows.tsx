import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { Cell } from "./cell.tsx";
import { nextSort, sortDirection } from "./column.ts";
import type { DataTableProps } from "./data-table.tsx";
import classes from "./data-table.module.css";
import { opensRow } from "./opens-row.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { useWindowRows } from "./use-window-rows.ts";

/** The rows as a table. Only those near the window are in the document. */
export function TableRows<Row>({ label, columns, list, rowKey, rowTo, onOpen, state }: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const navigate = useNavigate();
  const { rows } = list;
  const { items, before, after, measure, reveal } = useWindowRows(rows.length, body, list);

  const open = (row: Row) => {
    if (rowTo) void navigate({ to: rowTo(row) });
    else onOpen?.(row);
  };
  const opens = rowTo !== undefined || onOpen !== undefined;
  const keys = useRowKeys(
    rows.length,
    opens
      ? (index) => {
          const row = rows[index];
          if (row !== undefined) open(row);
        }
      : undefined,
    reveal,
  );

  return (
    <table className={classes.table} aria-label={label} aria-rowcount={list.hasMore ? -1 : rows.length + 1}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              data-align={column.align}
              aria-sort={column.sort && state ? sortDirection(state.sort, column.sort) : undefined}
            >
              {column.sort && state ? (
                <button type="button" className={classes.sort} onClick={() => state.set({ sort: nextSort(state.sort, column) })}>
                  {column.label}
                  <span className={classes.sortMark} aria-hidden="true" />
                </button>
              ) : (
                column.label
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} onKeyDown={keys.onKeyDown} onFocus={keys.onFocus}>
        <Spacer height={before} columns={columns.length} />
        {items.map(({ index }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <tr
              key={rowKey(row)}
              ref={measure}
              data-index={index}
              data-row={index}
              data-opens={opens || undefined}
              aria-rowindex={index + 2}
              tabIndex={index === keys.active ? 0 : -1}
              onClick={(event) => {
                if (opens && opensRow(event)) open(row);
              }}
            >
              {columns.map((column) => (
                <td key={column.id} data-align={column.align}>
                  <Cell column={column} row={row} rowTo={rowTo} onOpen={onOpen} tabIndex={-1} />
                </td>
              ))}
            </tr>
          );
        })}
        <Spacer height={after} columns={columns.length} />
      </tbody>
    </table>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className={classes.spacer}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}
