import { ActionIcon, Menu, Table } from "@mantine/core";
import { IconChartBar, IconDots, IconDownload, IconTable } from "@tabler/icons-react";
import { useRef, useState, type ReactNode } from "react";
import { Card } from "../card.tsx";
import classes from "./chart.module.css";
import { toCsv } from "./csv.ts";
import { downloadFile } from "./download-file.ts";
import { svgToPng } from "./svg-to-png.ts";

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
  /** The chart; one `<svg>` inside it is what the PNG shows. */
  children: ReactNode;
};

/** Every chart's frame: title with unit and n, the same as a table, and both as files. */
export function ChartCard({ title, hint, table, fileName, actions, children }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const downloadPng = async () => {
    const svg = body.current?.querySelector("svg");
    if (svg) downloadFile(`${fileName}.png`, await svgToPng(svg));
  };
  return (
    <Card
      title={title}
      hint={hint}
      actions={
        <>
          {actions}
          <Menu position="bottom-end" width={190}>
            <Menu.Target>
              <ActionIcon aria-label={`${title}: table and download`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={asTable ? <IconChartBar size={15} /> : <IconTable size={15} />} onClick={() => setAsTable(!asTable)}>
                {asTable ? "Show as chart" : "Show as table"}
              </Menu.Item>
              <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => downloadFile(`${fileName}.csv`, new Blob([toCsv(table)], { type: "text/csv" }))}>
                Download CSV
              </Menu.Item>
              {asTable ? null : (
                <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void downloadPng()}>
                  Download PNG
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <div ref={body}>{asTable ? <ChartAsTable label={title} table={table} /> : children}</div>
    </Card>
  );
}

function ChartAsTable({ label, table }: { label: string; table: ChartTable }) {
  return (
    <div className={classes.tableScroll} tabIndex={0} role="region" aria-label={`${label}, as a table`}>
      <Table stickyHeader verticalSpacing={4} className="numbers">
        <Table.Thead>
          <Table.Tr>
            {table.columns.map((column) => (
              <Table.Th key={column}>{column}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row, index) => (
            <Table.Tr key={index}>
              {row.map((value, column) => (
                <Table.Td key={column}>{value}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
