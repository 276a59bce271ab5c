import type { ReactNode } from "react";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { narrowRows } from "../../ui/data-table/narrow-rows.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import type { Rows } from "../../ui/data-table/use-rows.ts";
import { plural } from "../../ui/format-number.ts";
import type { Property } from "./catalogue-query.ts";
import { propertyColumns } from "./property-columns.tsx";
import { PropertyDrawer } from "./property-drawer.tsx";

type PropertyTableProps = { id: string; label: string; one: string; list: Rows<Property>; of: number | null; empty: ReactNode };

/** Properties or traits, searchable and sortable; a click tells all about one. The URL holds which one is open. */
export function PropertyTable({ id, label, one, list, of, empty }: PropertyTableProps) {
  const state = useListState({ defaultSort: "-count" });
  const shown = narrowRows(
    list,
    { ...state, narrowed: state.search !== "" },
    {
      text: ({ name }) => name,
      values: {
        name: ({ name }) => name,
        count: ({ count }) => count,
        last: ({ lastSeen }) => lastSeen,
        conflict: ({ conflict }) => Number(conflict),
      },
    },
  );
  const open = list.rows.find(({ name }) => name === state.filter("property"));
  return (
    <>
      <DataTable
        id={id}
        label={label}
        columns={propertyColumns(`${one[0]?.toUpperCase()}${one.slice(1)}`, of)}
        list={shown}
        state={{ ...state, narrowed: state.search !== "" }}
        rowKey={({ name }) => name}
        onOpen={({ name }) => state.set({ property: name })}
        searchPlaceholder={`Search ${label.toLowerCase()}`}
        count={list.isPending ? null : plural(shown.rows.length, one, label.toLowerCase())}
        empty={empty}
      />
      <PropertyDrawer property={open} of={of} onClose={() => state.set({ property: undefined })} />
    </>
  );
}
