import { ActionIcon } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { Card } from "../card.tsx";
import { useMenuButton } from "../use-menu-button.ts";
import classes from "./chart.module.css";
import { toCsv } from "./csv.ts";
import { downloadFile } from "./download-file.ts";
import { svgToPng } from "./svg-to-png.ts";

const loadMenu = () => import("./chart-menu.tsx");
const ChartMenu = lazy(loadMenu);

export type ChartTable = { columns: readonly string[]; rows: readonly (readonly (string | number)[])[] };

type ChartCardProps = {
  /** What is counted, with its unit: “Interactions per minute”. */
  title: string;
  /** n, the range, how to read it. */
  hint?: ReactNode;
  /** The same numbers as a table: shown on demand, and what the CSV holds. */
  table: ChartTable;
  fileName: string;
  actions?: ReactNode;
  /** Makes cells of the table buttons: what opens the one of this row and column, null when nothing stands behind it. */
  openCell?: (row: number, column: number) => (() => void) | null;
  /** False when the chart is no drawing, and so cannot be a picture. */
  withPicture?: boolean;
  /** The chart; its first `<svg>` is what the PNG shows, or the one marked `data-picture`. */
  children: ReactNode;
};

/** Every chart's frame: title with unit and n, the same as a table, and both as files. */
export function ChartCard({ title, hint, table, fileName, actions, openCell, withPicture = true, children }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const menu = useMenuButton(loadMenu);
  const downloadCsv = () => downloadFile(`${fileName}.csv`, new Blob([toCsv(table)], { type: "text/csv" }));
  const downloadPng = async () => {
    const svg = body.current?.querySelector<SVGSVGElement>("svg[data-picture]") ?? body.current?.querySelector("svg");
    if (svg) downloadFile(`${fileName}.png`, await svgToPng(svg));
  };
  return (
    <Card
      title={title}
      hint={hint}
      actions={
        <>
          {actions}
          <ActionIcon aria-label={`${title}: table and download`} {...menu.button}>
            <IconDots size={16} />
          </ActionIcon>
          <Suspense>
            {menu.opened ? (
              <ChartMenu
                {...menu.anchored}
                asTable={asTable}
                onToggle={() => setAsTable(!asTable)}
                onCsv={downloadCsv}
                onPng={withPicture ? () => void downloadPng() : undefined}
              />
            ) : null}
          </Suspense>
        </>
      }
    >
      <div ref={body}>{asTable ? <ChartAsTable label={title} table={table} openCell={openCell} /> : children}</div>
    </Card>
  );
}

function ChartAsTable({ label, table, openCell }: { label: string; table: ChartTable } & Pick<ChartCardProps, "openCell">) {
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={`${label}, as a table`}>
      <table className={classes.table}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((value, column) => (
                <td key={column}>
                  <Cell value={value} open={openCell?.(index, column) ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ value, open }: { value: string | number; open: (() => void) | null }) {
  if (open === null) return value;
  return (
    <button type="button" className={classes.cell} onClick={open}>
      {value}
    </button>
  );
}
