import type { Column } from "./column.ts";
import { TextLink } from "../text-link.tsx";
import classes from "./data-table.module.css";

type CellProps<Row> = { column: Column<Row>; row: Row; rowTo?: (row: Row) => string; onOpen?: (row: Row) => void; tabIndex?: number };

/** One cell. The primary one opens the row: a real link (new tab, copy address) or a button. */
export function Cell<Row>({ column, row, rowTo, onOpen, tabIndex }: CellProps<Row>) {
  const content = column.cell(row);
  if (!column.primary) return content;
  if (rowTo) {
    return (
      <TextLink to={rowTo(row)} className={classes.open} tabIndex={tabIndex}>
        {content}
      </TextLink>
    );
  }
  if (!onOpen) return content;
  return (
    <button type="button" className={classes.open} tabIndex={tabIndex} onClick={() => onOpen(row)}>
      {content}
    </button>
  );
}
