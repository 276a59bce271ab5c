import { Button, Select } from "@mantine/core";
import { messageStates } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconMail, IconX } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { DataTable } from "../../../ui/data-table/data-table.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { formatCount, plural } from "../../../ui/format-number.ts";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";
import { personTitle } from "../../../ui/person-title.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import { EngageSection } from "../../engage/index.ts";
import { messageChannelWords, stateWords } from "../message-words.ts";
import classes from "../messages.module.css";
import { MessagesTabs } from "../messages-tabs.tsx";
import { messageColumns } from "./message-columns.tsx";
import { MessageDrawer } from "./message-drawer.tsx";

const channels = Object.keys(messageChannelWords) as (keyof typeof messageChannelWords)[];

/** What was sent, what waits, and what nobody knows the outcome of. The open message stands in the address (`?message=`). */
export function MessagesPage() {
  const state = useListState();
  const channel = channels.find((one) => one === state.filter("channel"));
  const shown = messageStates.find((one) => one === state.filter("state"));
  const [template, flow, step, person] = [state.filter("template"), state.filter("flow"), state.filter("step"), state.filter("person")];
  const counts = useQuery(api.messages.counts.queryOptions({ input: {}, refetchInterval: 10_000 }));
  const list = useRows({
    ...api.messages.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        limit: 100,
        search: state.search || undefined,
        channel,
        state: shown,
        template,
        flow,
        step,
        person,
      }),
      ...byCursor,
    }),
    refetchInterval: 10_000,
  });
  const narrowed = state.search !== "" || [channel, shown, template, flow, step, person].some((one) => one !== undefined);
  const unknown = counts.data?.unknown ?? 0;
  const [anyRow] = list.rows;
  // What led here, which no filter of the list chooses.
  const narrowings = [
    { name: "person", value: person, words: person !== undefined && anyRow ? `To ${personTitle(anyRow.person)}` : "To one person" },
    { name: "template", value: template, words: `Template ${template}` },
    { name: "flow", value: flow, words: `Flow ${anyRow?.flowName ?? flow}` },
    { name: "step", value: step, words: `Step ${anyRow?.stepName ?? step}` },
  ].filter(({ value }) => value !== undefined);
  return (
    <EngageSection>
      <Page title="Messages" description={counts.data ? <Counts counts={counts.data} /> : "What was sent, and what came of it."}>
        <MessagesTabs />
        <DataTable
          id="messages"
          label="Messages"
          columns={messageColumns}
          list={list}
          state={{ ...state, narrowed }}
          rowKey={({ id }) => id}
          searchPlaceholder="Search messages"
          onOpen={({ id }) => state.set({ message: id })}
          filters={
            <>
              <Select
                aria-label="State"
                placeholder="Any state"
                clearable
                w={190}
                data={messageStates.map((value) => ({
                  value,
                  label:
                    value === "unknown" && unknown > 0 ? `${stateWords[value].label} (${formatCount(unknown)})` : stateWords[value].label,
                }))}
                value={shown ?? null}
                onChange={(value) => state.set({ state: value ?? undefined })}
              />
              <Select
                aria-label="Channel"
                placeholder="Any channel"
                clearable
                w={150}
                data={channels.map((value) => ({ value, label: messageChannelWords[value] }))}
                value={channel ?? null}
                onChange={(value) => state.set({ channel: value ?? undefined })}
              />
              {narrowings.map(({ name, words }) => (
                <Button
                  key={name}
                  rightSection={<IconX size={14} />}
                  aria-label={`${words}: show all`}
                  onClick={() => state.set({ [name]: undefined })}
                >
                  <span className={classes.narrowing}>{words}</span>
                </Button>
              ))}
            </>
          }
          count={list.firstPage && !list.hasMore ? plural(list.rows.length, "message") : null}
          empty={
            <EmptyState
              title="Nothing was sent yet"
              icon={<IconMail size={20} />}
              action={<LinkButton to="/engage/flows">Flows</LinkButton>}
            >
              Flows send messages once the arbiter allows it. Each stands here with what was said, to whom, and what came of it.
            </EmptyState>
          }
        />
        <MessageDrawer id={state.filter("message")} onClose={() => state.set({ message: undefined })} />
      </Page>
    </EngageSection>
  );
}

/** “312 sent in 28 days, 4 wait. The outcome of 2 is unknown.”, where the last leads to them. */
function Counts({ counts }: { counts: Record<"sent" | "queued" | "sending" | "unknown" | "failed", number> }) {
  const { sent, queued, sending, unknown, failed } = counts;
  const waiting = queued + sending;
  const parts = [`${formatCount(sent)} sent`, ...(failed > 0 ? [`${formatCount(failed)} failed`] : [])];
  return (
    <>
      {parts.join(" and ")} in the last 28 days;{" "}
      {waiting === 0 ? "none waits" : `${formatCount(waiting)} ${waiting === 1 ? "waits" : "wait"}`}.
      {unknown > 0 ? (
        <>
          {" "}
          <TextLink to="/engage/messages?state=unknown" className="underlined">
            The outcome of {formatCount(unknown)} is unknown: look at {unknown === 1 ? "it" : "them"}.
          </TextLink>
        </>
      ) : null}
    </>
  );
}
