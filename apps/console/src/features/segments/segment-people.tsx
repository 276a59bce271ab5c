import type { Segment, SegmentMember } from "@throughline/contract";
import { IconUsersGroup } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { peopleColumns } from "../people/index.ts";
import { memberColumns } from "./member-columns.tsx";

/** Those who are in the segment now, the latest to enter first. */
export function SegmentPeople({ segment }: { segment: Segment }) {
  const list = useRows({
    ...api.segments.members.infiniteOptions({
      input: (cursor: string | undefined) => ({ key: segment.key, cursor, limit: 50 }),
      ...byCursor,
    }),
    refetchInterval: segment.state === "computing" ? 3_000 : 30_000,
  });
  return (
    <Card
      title="People"
      hint={list.firstPage ? `${plural(list.firstPage.total, "person", "people")}, the latest to enter first` : undefined}
      actions={
        list.firstPage && list.firstPage.total > 0 ? (
          <LinkButton size="xs" to={`/people?segment=${encodeURIComponent(segment.key)}`}>
            Search and sort them
          </LinkButton>
        ) : null
      }
      flush
    >
      <DataTable
        id="segment-people"
        label={`People in ${segment.name}`}
        columns={columnsOf(segment)}
        list={list}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/people/${id}`}
        empty={<Nobody segment={segment} />}
        plain
      />
    </Card>
  );
}

/** What is shown of them and how wide, beside a column of cards; the name takes the rest. */
const widths = new Map<string, Column<SegmentMember>["width"]>([
  ["name", undefined],
  ["email", "26%"],
  ["account", "14%"],
  ["lastSeen", 112],
]);

/** As on People, and since when they are in it; of a live segment also why. */
function columnsOf(segment: Segment): Column<SegmentMember>[] {
  const own: Column<SegmentMember>[] = peopleColumns
    .filter(({ id }) => widths.has(id))
    .map(({ sort: _, width: _w, ...column }) => ({
      ...column,
      width: widths.get(column.id),
      ...(column.id === "lastSeen" ? { compact: "none" } : {}),
    }));
  return [...own, ...memberColumns<SegmentMember>(segment, ({ name, email }) => name ?? email ?? "they")];
}

function Nobody({ segment }: { segment: Segment }) {
  if (segment.state === "computing")
    return (
      <EmptyState title="Nobody yet" icon={<IconUsersGroup size={20} />}>
        The past is being read. People appear as they are found.
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody is in it" icon={<IconUsersGroup size={20} />}>
      {segment.kind === "live"
        ? "Nobody fulfils the definition now. Whoever does enters with the event that makes it so."
        : "Those who were chosen have been deleted since."}
    </EmptyState>
  );
}
