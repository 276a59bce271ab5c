import { Select } from "@mantine/core";
import type { TemplateSummary } from "@throughline/contract";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import type { Column } from "../../../ui/data-table/column.ts";
import { DataTable } from "../../../ui/data-table/data-table.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { whatItHolds } from "../../../ui/data-table/what-it-holds.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { formatCount, plural } from "../../../ui/format-number.ts";
import { Page } from "../../../ui/page.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { EngageSection } from "../../engage/index.ts";
import { messageChannelWords } from "../message-words.ts";
import { MessagesTabs } from "../messages-tabs.tsx";
import { NewTemplateDialog } from "./new-template-dialog.tsx";
import { TemplateStatus } from "./template-status.tsx";

const channels = Object.keys(messageChannelWords) as (keyof typeof messageChannelWords)[];

const columns: readonly Column<TemplateSummary>[] = [
  { id: "name", label: "Name", primary: true, cell: ({ name }) => <span dir="auto">{name}</span> },
  { id: "channel", label: "Channel", width: 130, cell: ({ channel }) => messageChannelWords[channel] },
  { id: "state", label: "State", width: 170, compact: "aside", cell: (template) => <TemplateStatus template={template} /> },
  { id: "locales", label: "Languages", width: 150, cell: ({ locales }) => locales.join(", ") },
  {
    id: "sent",
    label: "Sent in 28 d",
    width: 110,
    align: "end",
    compact: "none",
    cell: ({ sent }) => (sent === 0 ? <span className="faint">–</span> : <span className="numbers">{formatCount(sent)}</span>),
  },
  { id: "updated", label: "Changed", width: 118, align: "end", cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  { id: "by", label: "By", width: 140, optional: true, compact: "none", cell: ({ updatedBy }) => updatedBy },
  { id: "key", label: "Key", width: 160, optional: true, compact: "none", cell: ({ key }) => <code>{key}</code> },
];

/** What messages say. `?new=1` makes one. */
export function TemplatesPage() {
  const state = useListState();
  const channel = channels.find((one) => one === state.filter("channel"));
  const list = useRows(
    api.messages.templates.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 100, search: state.search || undefined, channel }),
      ...byCursor,
    }),
  );
  const narrowed = state.search !== "" || channel !== undefined;
  const holds = whatItHolds(list, narrowed);
  const create = (
    <AllowedButton permission="flows:write" variant="filled" leftSection={<IconPlus size={16} />} onClick={() => state.set({ new: "1" })}>
      New template
    </AllowedButton>
  );
  return (
    <EngageSection>
      <Page title="Messages" description="What messages say, in each language." actions={holds === "something" ? create : null}>
        <MessagesTabs />
        <DataTable
          id="templates"
          label="Templates"
          columns={columns}
          list={list}
          state={{ ...state, narrowed }}
          rowKey={({ key }) => key}
          rowTo={({ key }) => `/engage/messages/templates/${encodeURIComponent(key)}`}
          searchPlaceholder="Search templates"
          filters={
            holds === "nothing" ? null : (
              <Select
                aria-label="Channel"
                placeholder="Any channel"
                clearable
                w={160}
                data={channels.map((value) => ({ value, label: messageChannelWords[value] }))}
                value={channel ?? null}
                onChange={(value) => state.set({ channel: value ?? undefined })}
              />
            )
          }
          count={list.firstPage && !list.hasMore ? plural(list.rows.length, "template") : null}
          empty={
            <EmptyState title="No templates yet" icon={<IconTemplate size={20} />} action={create}>
              A template says what a message says: in MJML and Liquid, or in plain words, in as many languages as your customers speak.
              Flows send it once it is published.
            </EmptyState>
          }
        />
        <NewTemplateDialog opened={state.filter("new") !== undefined} onClose={() => state.set({ new: undefined })} />
      </Page>
    </EngageSection>
  );
}
