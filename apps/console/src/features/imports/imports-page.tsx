import { useNavigate } from "@tanstack/react-router";
import type { Import } from "@throughline/contract";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatBytes, formatCount, plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { ImportProgress, isReading, kindWords } from "./import-status.tsx";
import classes from "./imports.module.css";

const columns: readonly Column<Import>[] = [
  { id: "file", label: "File", primary: true, cell: ({ fileName }) => fileName },
  { id: "kind", label: "Holds", width: 104, cell: ({ kind }) => kindWords[kind] },
  { id: "state", label: "State", width: 268, cell: (item) => <ImportProgress item={item} /> },
  {
    id: "taken",
    label: "Taken",
    width: 116,
    align: "end",
    compact: "aside",
    cell: ({ rowsTaken }) => (rowsTaken === 0 ? <span className="faint">0</span> : formatCount(rowsTaken)),
  },
  {
    id: "failed",
    label: "Failed",
    width: 92,
    align: "end",
    compact: "none",
    cell: ({ rowsFailed }) =>
      rowsFailed === 0 ? <span className="faint">0</span> : <span className={classes.bleeds}>{formatCount(rowsFailed)}</span>,
  },
  { id: "size", label: "Size", width: 96, align: "end", cell: ({ bytes }) => <span className="dim">{formatBytes(bytes)}</span> },
  {
    id: "created",
    label: "Uploaded",
    width: 124,
    align: "end",
    cell: ({ createdAt }) => (
      <span className="dim">
        <TimeAgo at={createdAt} />
      </span>
    ),
  },
];

/** Files brought in: how far each is, what was taken and what failed. */
export function ImportsPage() {
  const list = useRows(
    api.imports.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor }),
      ...byCursor,
      refetchInterval: (query) => (query.state.data?.pages.some(({ items }) => items.some(isReading)) ? 2000 : 20_000),
    }),
  );
  return (
    <Page
      title="Imports"
      description="History and lists from files: events, people, accounts. Repeating an import counts nothing twice."
      // The empty list has it in its middle.
      actions={list.rows.length > 0 ? <NewImportButton /> : null}
    >
      <DataTable
        id="imports"
        label="Imports"
        columns={columns}
        list={list}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/data/imports/${id}`}
        count={list.firstPage ? `${plural(list.rows.length, "import")}${list.hasMore ? " so far" : ""}` : null}
        empty={
          <EmptyState title="Nothing imported yet" icon={<IconFileImport size={28} stroke={1.5} />} action={<NewImportButton />}>
            Bring in what you have in files: CSV, with or without a header line, or JSON lines. The columns are guessed, you look them over,
            and a dry run tells what would fail before anything is taken.
          </EmptyState>
        }
      />
    </Page>
  );
}

function NewImportButton() {
  const navigate = useNavigate();
  return (
    <AllowedButton
      permission="data:write"
      variant="filled"
      leftSection={<IconPlus size={15} />}
      onClick={() => void navigate({ to: "/data/imports/new" })}
    >
      New import
    </AllowedButton>
  );
}
