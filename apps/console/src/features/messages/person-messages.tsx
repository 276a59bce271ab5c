import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { UnstyledButton } from "@mantine/core";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { Status } from "../../ui/chip.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { Section } from "../people/index.ts";
import { sayMessage } from "./message-words.ts";
import classes from "./messages.module.css";

/** Loaded when a message is opened. */
const MessageDrawer = lazy(async () => ({ default: (await import("./log/message-drawer.tsx")).MessageDrawer }));
const shown = 3;

/** The latest messages to a person, and what came of them; nothing where there is none. The open one stands in the address (`?message=`). */
export function PersonMessages({ personId }: { personId: string }) {
  const mayRead = useCan("flows:read");
  const { filter, set } = useListState();
  const { data } = useQuery({
    ...api.messages.list.queryOptions({ input: { person: personId, limit: shown + 1 } }),
    enabled: mayRead,
    refetchInterval: 15_000,
  });
  const items = data?.items ?? [];
  const open = filter("message");
  if (!mayRead || items.length === 0) return null;
  return (
    <Section title="Messages">
      <ul className={classes.brief}>
        {items.slice(0, shown).map((message) => {
          const { label, tone } = sayMessage(message);
          return (
            <li key={message.id}>
              <UnstyledButton className={classes.briefTitle} onClick={() => set({ message: message.id })}>
                <span dir="auto">{message.subject ?? message.template}</span>
              </UnstyledButton>
              <div className={`${classes.briefLine} dim small`}>
                <Status tone={tone}>{label}</Status>
                <TimeAgo at={message.sentAt ?? message.queuedAt} />
              </div>
            </li>
          );
        })}
      </ul>
      {items.length > shown ? (
        <TextLink to={`/engage/messages?person=${personId}`} className="underlined small">
          All messages to them
        </TextLink>
      ) : null}
      <Suspense>{open === undefined ? null : <MessageDrawer id={open} onClose={() => set({ message: undefined })} />}</Suspense>
    </Section>
  );
}
