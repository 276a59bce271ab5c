import { Button, Group, Textarea } from "@mantine/core";
import type { MessageDetails } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { useCan } from "../../../app/session.ts";
import { Chip, Status } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { KeyValue } from "../../../ui/key-value.tsx";
import { personTitle } from "../../../ui/person-title.ts";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { messageChannelWords, sayMessage, stateWords } from "../message-words.ts";
import classes from "../messages.module.css";
import { RenderedView } from "../rendered-view.tsx";

/** One message: what was sent, to whom, what came of it, and what can be done where nobody knows. */
export function MessageDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  return (
    <SideDrawer opened={id !== undefined} onClose={onClose} title="Message" size={640}>
      {id === undefined ? null : <Details key={id} id={id} />}
    </SideDrawer>
  );
}

function Details({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(api.messages.get.queryOptions({ input: { id }, refetchInterval: 5_000 }));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton lines={8} />;
  const { label, tone } = sayMessage(data);
  return (
    <div className={classes.details}>
      <div className={classes.head}>
        <Status tone={tone}>{label}</Status>
        {label === stateWords[data.state].label ? null : <Chip>{stateWords[data.state].label}</Chip>}
        <TextLink to={`/people/${data.person.id}`} className={classes.strong}>
          <bdi>{personTitle(data.person)}</bdi>
        </TextLink>
      </div>
      {data.reason ? <p className={classes.reason}>{data.reason}</p> : null}
      {data.state === "unknown" ? <Unknown message={data} /> : null}
      {data.state === "queued" ? <Waiting message={data} /> : null}
      {data.rendered ? <RenderedView rendered={data.rendered} /> : <p className="dim">It was not rendered yet.</p>}
      <KeyValue
        items={[
          { label: "To", value: data.to ?? <span className="faint">not known yet</span> },
          { label: "Channel", value: messageChannelWords[data.channel] },
          {
            label: "Template",
            value: (
              <TextLink to={`/engage/messages/templates/${encodeURIComponent(data.template)}`}>
                {data.template}
                {data.version === null ? "" : `, version ${data.version}`}
                {data.locale === null ? "" : ` (${data.locale})`}
              </TextLink>
            ),
          },
          {
            label: "Flow",
            value:
              data.flow === null ? (
                <span className="faint">none</span>
              ) : (
                <TextLink to={`/engage/flows/${encodeURIComponent(data.flow)}`}>
                  <bdi>{[data.flowName ?? data.flow, data.stepName].filter(Boolean).join(", ")}</bdi>
                </TextLink>
              ),
          },
          { label: "Purpose", value: `${data.purpose}${data.topic ? `, topic ${data.topic}` : ""}` },
          { label: "Tries", value: String(data.attempts) },
          { label: "Provider’s id", value: data.providerId ?? <span className="faint">none</span> },
          ...(data.touch === null
            ? []
            : [
                {
                  label: "Decision",
                  value: (
                    <TextLink to={`/people/${data.person.id}?${new URLSearchParams({ view: "facts", touch: data.touch })}`}>
                      What every rule said
                    </TextLink>
                  ),
                },
              ]),
        ]}
      />
      <section aria-label="What happened">
        <h3 className={classes.label}>What happened</h3>
        <ol className={classes.history}>
          {data.history.map(({ at, what, note }) => (
            <li key={`${at} ${what} ${note}`}>
              <span>
                {what}
                {note ? <span className="dim"> {note}</span> : null}
              </span>
              <span className="dim small">
                <TimeAgo at={at} />
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** Nobody knows whether it arrived: somebody finds out and says so, or sends it again knowing that they may get it twice. */
function Unknown({ message }: { message: MessageDetails }) {
  const mayAct = useCan("flows:write");
  const [note, setNote] = useState("");
  const [isResending, setResending] = useState(false);
  const changed = useChanged();
  const settle = useMutation(
    api.messages.settle.mutationOptions({ ...changed("Settled."), onError: notifyFailure("Could not settle it") }),
  );
  const resend = useMutation(
    api.messages.resend.mutationOptions({
      ...changed("It is sent again."),
      onError: notifyFailure("Could not send it again"),
      onSettled: () => setResending(false),
    }),
  );
  const which = { id: message.id, ...(note.trim() === "" ? {} : { note: note.trim() }) };
  return (
    <section className={classes.unknown} aria-label="Unknown outcome">
      <p>{stateWords.unknown.means}</p>
      <p className="dim small">
        What is known: it was given to the provider at try {message.attempts}
        {message.providerId ? `, which called it ${message.providerId}` : "; no id came back"}. Look at the provider’s own log, or ask them.
      </p>
      {mayAct ? (
        <>
          <Textarea
            label="Note"
            placeholder="How you found out"
            rows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group gap={8}>
            {(["sent", "failed"] as const).map((outcome) => (
              <Button
                key={outcome}
                disabled={settle.isPending}
                loading={settle.isPending && settle.variables.outcome === outcome}
                onClick={() => settle.mutate({ ...which, outcome })}
              >
                {outcome === "sent" ? "It arrived" : "It did not"}
              </Button>
            ))}
            <Button disabled={settle.isPending} onClick={() => setResending(true)}>
              Send it again…
            </Button>
          </Group>
        </>
      ) : null}
      <ConfirmDialog
        opened={isResending}
        onClose={() => setResending(false)}
        title="Send it again?"
        confirmLabel="Send it again"
        busy={resend.isPending}
        onConfirm={() => resend.mutate(which)}
      >
        If the first one was taken after all, {personTitle(message.person)} gets it twice.
      </ConfirmDialog>
    </section>
  );
}

function Waiting({ message }: { message: MessageDetails }) {
  const mayAct = useCan("flows:write");
  const [isAsking, setAsking] = useState(false);
  const changed = useChanged();
  const cancel = useMutation(
    api.messages.cancel.mutationOptions({
      ...changed("Cancelled."),
      onError: notifyFailure("Could not cancel it"),
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <div className={classes.head}>
      {message.nextAt ? (
        <span className="dim small">
          Next try <TimeAgo at={message.nextAt} />
        </span>
      ) : null}
      {mayAct ? (
        <Button size="xs" onClick={() => setAsking(true)}>
          Cancel it…
        </Button>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Cancel this message?"
        confirmLabel="Cancel the message"
        busy={cancel.isPending}
        onConfirm={() => cancel.mutate({ id: message.id })}
      >
        {personTitle(message.person)} does not get it, and what it took of their attention is given back. It cannot be queued again.
      </ConfirmDialog>
    </div>
  );
}

function useChanged() {
  const queryClient = useQueryClient();
  return (words: string) => ({
    onSuccess: () => {
      notifyDone(words);
      return queryClient.invalidateQueries({ queryKey: api.messages.key() });
    },
  });
}
