import type { Alert } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconBell, IconPlus } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Card } from "../../ui/card.tsx";
import { Chip, Status } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { decodeQuery, firstQuery } from "../insights/index.ts";
import { AlertDetails } from "./alert-details.tsx";
import { AlertForm } from "./alert-form.tsx";
import { AlertHistory } from "./alert-history.tsx";
import { describeCondition, describeSchedule, stateWords, writeValue } from "./alert-words.ts";

const columns: readonly Column<Alert>[] = [
  { id: "name", label: "Alert", primary: true, cell: ({ name }) => name },
  {
    id: "state",
    label: "State",
    width: 176,
    compact: "aside",
    cell: ({ state, enabled }) => (enabled ? <Status tone={stateWords[state].tone}>{stateWords[state].label}</Status> : <Chip>Off</Chip>),
  },
  {
    id: "fires",
    label: "Fires when it",
    width: 320,
    cell: ({ condition, watch }) => <span className="dim">{describeCondition(condition, watch)}</span>,
  },
  {
    id: "value",
    label: "Last value",
    width: 104,
    align: "end",
    compact: "none",
    cell: ({ value, watch, evaluatedAt }) => (evaluatedAt === null ? <span className="faint">–</span> : writeValue(value, watch)),
  },
  {
    id: "evaluated",
    label: "Evaluated",
    width: 148,
    align: "end",
    cell: ({ evaluatedAt, schedule }) => (
      <span className="dim">{evaluatedAt ? <TimeAgo at={evaluatedAt} /> : describeSchedule(schedule)}</span>
    ),
  },
];

/** A new alert is evaluated within a moment: until then it is looked at more often. */
const readAgainMs = (items: readonly Alert[] = []): number =>
  items.some(({ state, enabled, schedule }) => enabled && state === "waiting" && "everyMinutes" in schedule) ? 1_500 : 30_000;
const parts = { alert: undefined, new: undefined, edit: undefined };

/** All alerts, those that fire first, and what changed. The open one stands in the address (`?alert=`), as does a new one with its query (`?new=`). */
export function AlertsPage() {
  const state = useListState();
  const query = useQuery(api.alerts.list.queryOptions({ refetchInterval: (one) => readAgainMs(one.state.data?.items) }));
  const [open, fresh] = [state.filter("alert"), state.filter("new")];
  const items = query.data?.items.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(state.search.toLowerCase()),
  );
  const opened = query.data?.items.find(({ id }) => id === open) ?? null;
  const isEdited = opened !== null && state.filter("edit") !== undefined;
  const firing = query.data?.items.filter(({ enabled, state: one }) => enabled && one === "firing").length ?? 0;
  const close = () => state.set(parts);
  const create = (
    <AllowedButton
      permission="insights:write"
      variant="filled"
      leftSection={<IconPlus size={16} />}
      onClick={() => state.set({ ...parts, new: "1" })}
    >
      New alert
    </AllowedButton>
  );
  const started = fresh === undefined ? null : (decodeQuery(fresh) ?? firstQuery());
  return (
    <Page
      title="Alerts"
      description={
        firing > 0 ? `${plural(firing, "alert fires", "alerts fire")} now.` : "Numbers that are watched, so that nobody has to look."
      }
      actions={
        <>
          <LinkButton to="/insights">Explore</LinkButton>
          {query.data && query.data.items.length > 0 ? create : null}
        </>
      }
    >
      <DataTable
        id="alerts"
        label="Alerts"
        columns={columns}
        list={allRows({ ...query, data: items && { items } })}
        state={{ ...state, narrowed: state.search !== "" }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => state.set({ ...parts, alert: id })}
        searchPlaceholder="Search alerts"
        count={items ? plural(items.length, "alert") : null}
        empty={
          <EmptyState title="Nothing is watched yet" icon={<IconBell size={28} stroke={1.5} />} action={create}>
            An alert watches one number of a question: it fires at a threshold, at a sudden change, or when the number leaves its own norm.
          </EmptyState>
        }
      />
      {query.data && query.data.items.length > 0 ? (
        <Card title="What changed" hint="the latest first" flush>
          <AlertHistory />
        </Card>
      ) : null}
      <SideDrawer
        opened={started !== null || opened !== null}
        onClose={close}
        title={started ? "New alert" : isEdited ? `Edit ${opened?.name}` : (opened?.name ?? "Alert")}
        size={560}
      >
        {started ? <AlertForm query={started} isOpen={fresh === "1"} onDone={(id) => state.set({ ...parts, alert: id })} /> : null}
        {opened && isEdited ? <AlertForm alert={opened} query={opened.query} onDone={(id) => state.set({ ...parts, alert: id })} /> : null}
        {opened && !isEdited ? <AlertDetails alert={opened} onEdit={() => state.set({ edit: "1" })} onDeleted={close} /> : null}
      </SideDrawer>
    </Page>
  );
}
