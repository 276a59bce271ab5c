import { Select } from "@mantine/core";
import { IconBook2 } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCount, plural } from "../../ui/format-number.ts";
import { isKind, kindChoices } from "../../ui/kinds.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import type { CatalogueEvent } from "./catalogue-query.ts";

const sorts = ["-count", "count", "name", "-name", "-lastSeen", "lastSeen"] as const;

const columns: readonly Column<CatalogueEvent>[] = [
  { id: "name", label: "Event", primary: true, sort: "name", ascendingFirst: true, cell: ({ name }) => name },
  { id: "kind", label: "Kind", width: 96, cell: ({ kind }) => <Chip>{kind}</Chip> },
  { id: "count", label: "Seen", width: 148, align: "end", sort: "count", compact: "aside", cell: ({ count }) => formatCount(count) },
  {
    id: "properties",
    label: "Properties",
    width: 104,
    align: "end",
    compact: "none",
    cell: ({ propertyCount }) => (propertyCount === 0 ? <span className="faint">none</span> : formatCount(propertyCount)),
  },
  {
    id: "conflicts",
    label: "Conflicts",
    width: 124,
    cell: ({ conflicts }) => (conflicts > 0 ? <Chip tone="bleed">{plural(conflicts, "conflict")}</Chip> : null),
  },
  {
    id: "first",
    label: "First seen",
    width: 132,
    align: "end",
    compact: "none",
    cell: ({ firstSeen }) => (
      <span className="dim">
        <TimeAgo at={firstSeen} />
      </span>
    ),
  },
  {
    id: "last",
    label: "Last seen",
    width: 124,
    align: "end",
    sort: "lastSeen",
    cell: ({ lastSeen }) => (
      <span className="dim">
        <TimeAgo at={lastSeen} />
      </span>
    ),
  },
];

/** Every event seen; a click opens its properties. */
export function EventsTable() {
  const state = useListState({ defaultSort: "-count" });
  const kind = state.filter("kind");
  const conflict = state.filter("conflict") === "true";
  const list = useRows(
    api.data.catalogue.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        search: state.search || undefined,
        kind: isKind(kind) ? kind : undefined,
        conflict: conflict ? "true" : undefined,
        sort: sorts.find((sort) => sort === state.sort) ?? "-count",
      }),
      ...byCursor,
    }),
  );
  return (
    <DataTable
      id="catalogue"
      label="Events"
      columns={columns}
      list={list}
      state={state}
      rowKey={({ kind: of, name }) => `${of} ${name}`}
      rowTo={({ kind: of, name }) => `/data/catalogue/${of}/${encodeURIComponent(name)}`}
      searchPlaceholder="Search events"
      filters={
        <>
          <Select
            aria-label="Kind"
            placeholder="Any kind"
            clearable
            w={130}
            data={kindChoices}
            value={isKind(kind) ? kind : null}
            onChange={(value) => state.set({ kind: value ?? undefined })}
          />
          <Select
            aria-label="Types"
            placeholder="Any types"
            clearable
            w={150}
            data={[{ value: "true", label: "In conflict" }]}
            value={conflict ? "true" : null}
            onChange={(value) => state.set({ conflict: value ?? undefined })}
          />
        </>
      }
      count={list.firstPage ? `${plural(list.rows.length, "event")}${list.hasMore ? " so far" : ""}` : null}
      empty={
        <EmptyState
          title="Nothing has been seen yet"
          icon={<IconBook2 size={28} stroke={1.5} />}
          action={<LinkButton to="/data/sources">See the sources</LinkButton>}
        >
          As soon as a source sends, each event and each of its properties is listed here, with types and an example.
        </EmptyState>
      }
    />
  );
}
