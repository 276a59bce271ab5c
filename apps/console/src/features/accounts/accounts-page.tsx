import { IconBuilding } from "@tabler/icons-react";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { accountColumns } from "./accounts-columns.tsx";

const sorts = ["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "people", "-people"] as const;

/** The companies that people belong to. */
export function AccountsPage() {
  const state = useListState({ defaultSort: "-lastSeen" });
  const sort = sorts.find((value) => value === state.sort) ?? "-lastSeen";
  const list = useRows(
    api.accounts.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 100, search: state.search || undefined, sort }),
      ...byCursor,
    }),
  );
  const columns = useMemo(() => accountColumns(list.firstPage?.items ?? []), [list.firstPage]);
  return (
    <Page title="Accounts">
      <DataTable
        id="accounts"
        label="Accounts"
        columns={columns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/accounts/${id}`}
        searchPlaceholder="Search name or key"
        count={list.firstPage ? plural(list.firstPage.total, "account") : null}
        empty={<NoAccountsYet />}
      />
    </Page>
  );
}

function NoAccountsYet() {
  return (
    <EmptyState title="No accounts yet" icon={<IconBuilding size={20} />} action={<LinkButton to="/welcome">Connect a product</LinkButton>}>
      An account is the company that people belong to. It appears with the first <code>group</code> call of a source.
    </EmptyState>
  );
}
