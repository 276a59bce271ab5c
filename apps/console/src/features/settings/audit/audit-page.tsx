import { Select } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { useCan } from "../../../app/session.ts";
import type { Column } from "../../../ui/data-table/column.ts";
import { DataTable } from "../../../ui/data-table/data-table.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { Page } from "../../../ui/page.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { NoPermission } from "../no-permission.tsx";
import classes from "../settings.module.css";
import { actionChoices, actionWords, actorOf, capitalised } from "./action-words.ts";
import { describeDetails, summariseDetails } from "./describe-details.ts";
import type { Entry } from "./audit-entry.ts";
import { EntryDetails } from "./entry-details.tsx";
import { besideName, subjectName } from "./subject-path.ts";

const columns: readonly Column<Entry>[] = [
  { id: "what", label: "What", primary: true, cell: ({ actor, action }) => <What actor={actor} action={action} /> },
  {
    id: "about",
    label: "About",
    width: 200,
    cell: ({ subject, details }) => (subject ? <span className="dim">{subjectName(subject, details)}</span> : null),
  },
  { id: "details", label: "Details", width: 320, cell: (entry) => <Summary entry={entry} /> },
  {
    id: "when",
    label: "When",
    width: 128,
    align: "end",
    cell: ({ at }) => (
      <span className="dim">
        <TimeAgo at={at} />
      </span>
    ),
  },
];

function What({ actor, action }: { actor: string; action: string }) {
  const { name, note } = actorOf(actor);
  return (
    <span>
      {name}
      {note ? <span className="faint"> ({note})</span> : null} <span className={classes.action}>{actionWords(action)}</span>
    </span>
  );
}

function Summary({ entry: { action, subject, details } }: { entry: Entry }) {
  const timeZone = useTimeZone();
  const text = summariseDetails(describeDetails(action, besideName(subject, details), timeZone));
  return (
    <span className="dim" title={text}>
      {text}
    </span>
  );
}

/** Who did what in this workspace, newest first. */
export function AuditPage() {
  const mayRead = useCan("audit:read");
  return (
    <Page title="Audit log" description="Who did what, newest first. Nobody can change it.">
      {mayRead ? <AuditTable /> : <NoPermission permission="audit:read" what="the audit log" />}
    </Page>
  );
}

function AuditTable() {
  const state = useListState();
  const action = state.filter("action");
  const list = useRows(api.workspace.audit.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor, action }), ...byCursor }));
  const open = list.rows.find(({ id }) => id === state.filter("entry"));
  return (
    <>
      <DataTable
        id="audit"
        label="Audit log"
        columns={columns}
        list={list}
        state={{ ...state, narrowed: action !== undefined }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => state.set({ entry: id })}
        filters={
          <Select
            aria-label="What"
            placeholder="Anything"
            clearable
            searchable
            w={220}
            data={actionChoices}
            value={action ?? null}
            onChange={(value) => state.set({ action: value ?? undefined })}
          />
        }
        empty={
          <EmptyState title="Nothing yet" icon={<IconHistory size={26} stroke={1.5} />}>
            What members and keys change is written down here.
          </EmptyState>
        }
      />
      <SideDrawer
        opened={open !== undefined}
        onClose={() => state.set({ entry: undefined })}
        title={open ? capitalised(actionWords(open.action)) : ""}
      >
        {open ? <EntryDetails entry={open} /> : null}
      </SideDrawer>
    </>
  );
}
