import type { Segment, SegmentAccount } from "@throughline/contract";
import { IconBuilding } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { accountColumns } from "../accounts/index.ts";
import { memberColumns } from "./member-columns.tsx";

/** The accounts that are in the segment now, the latest to enter first. */
export function SegmentAccounts({ segment }: { segment: Segment }) {
  const list = useRows({
    ...api.segments.accounts.infiniteOptions({
      input: (cursor: string | undefined) => ({ key: segment.key, cursor, limit: 50 }),
      ...byCursor,
    }),
    refetchInterval: segment.state === "computing" ? 3_000 : 30_000,
  });
  return (
    <Card
      title="Accounts"
      hint={list.firstPage ? `${plural(list.firstPage.total, "account")}, the latest to enter first` : undefined}
      flush
    >
      <DataTable
        id="segment-accounts"
        label={`Accounts in ${segment.name}`}
        columns={columnsOf(segment, list.rows)}
        list={list}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/accounts/${id}`}
        empty={<NoAccount segment={segment} />}
        plain
      />
    </Card>
  );
}

const hidden = ["key", "firstSeen", "lastSeen"];
const mostTraits = 2;

/** As on Accounts with fewer of their traits, and since when they are in it; of a live segment also why. */
function columnsOf(segment: Segment, accounts: readonly SegmentAccount[]): Column<SegmentAccount>[] {
  const shown = accountColumns(accounts).filter(({ id, optional }) => !hidden.includes(id) && !optional);
  const traits = shown.filter(({ id }) => id.startsWith("trait ")).slice(0, mostTraits);
  const own: Column<SegmentAccount>[] = shown
    .filter((column) => !column.id.startsWith("trait ") || traits.includes(column))
    .map(({ sort: _, ...column }) => column);
  return [...own, ...memberColumns<SegmentAccount>(segment, ({ name, key }) => name ?? key)];
}

function NoAccount({ segment }: { segment: Segment }) {
  if (segment.state === "computing")
    return (
      <EmptyState title="No account yet" icon={<IconBuilding size={20} />}>
        The past is being read. Accounts appear as they are found.
      </EmptyState>
    );
  return (
    <EmptyState title="No account is in it" icon={<IconBuilding size={20} />}>
      {segment.kind === "live"
        ? "No account fulfils the definition now. One that does enters with the event that makes it so."
        : "None of those that were chosen is there any more."}
    </EmptyState>
  );
}
