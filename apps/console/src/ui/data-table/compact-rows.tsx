import { useNavigate } from "@tanstack/react-router";
import { Cell } from "./cell.tsx";
import type { Column } from "./column.ts";
import type { DataTableProps } from "./data-table.tsx";
import classes from "./data-table.module.css";
import { opensRow } from "./opens-row.ts";

/** The rows on a phone: what it is and one value, the rest in a quiet line below. */
export function CompactRows<Row>({ label, columns, list, rowKey, rowTo, onOpen }: DataTableProps<Row>) {
  const navigate = useNavigate();
  const at = (place: Column<Row>["compact"]) =>
    columns.filter((column) => (column.compact ?? (column.primary ? "title" : "detail")) === place);
  const titles = at("title");
  const asides = at("aside");
  const details = at("detail");
  const opens = rowTo !== undefined || onOpen !== undefined;
  return (
    <ul className={classes.compact} aria-label={label}>
      {list.rows.map((row) => (
        <li
          key={rowKey(row)}
          data-opens={opens || undefined}
          onClick={(event) => {
            if (!opensRow(event)) return;
            if (rowTo) void navigate({ to: rowTo(row) });
            else onOpen?.(row);
          }}
        >
          <div className={classes.compactTitle}>
            {titles.map((column) => (
              <div key={column.id}>
                <Cell column={column} row={row} rowTo={rowTo} onOpen={onOpen} />
              </div>
            ))}
          </div>
          <div className={classes.compactAside}>
            {asides.map((column) => (
              <div key={column.id}>{column.cell(row)}</div>
            ))}
          </div>
          {details.length > 0 ? (
            <div className={`${classes.compactDetails} small dim`}>
              {details.map((column) => (
                <span key={column.id}>
                  <span className="visually-hidden">{column.label}: </span>
                  {column.cell(row)}
                </span>
              ))}
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
