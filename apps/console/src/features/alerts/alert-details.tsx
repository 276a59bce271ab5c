import { Group } from "@mantine/core";
import { describeQuery, type Alert } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Status } from "../../ui/chip.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { KeyValue } from "../../ui/key-value.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { encodeQuery } from "../insights/index.ts";
import { AlertHistory } from "./alert-history.tsx";
import { describeCondition, describeSchedule, describeWatch, stateWords } from "./alert-words.ts";
import classes from "./alerts.module.css";

/** One alert: how it is, what it watches, whom it tells, and its history. */
export function AlertDetails({ alert, onEdit, onDeleted }: { alert: Alert; onEdit: () => void; onDeleted: () => void }) {
  const [asked, setAsked] = useState(false);
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: api.alerts.key() });
  const {
    id,
    name,
    description,
    query,
    watch,
    condition,
    schedule,
    deliverTo,
    webhookSecret,
    enabled,
    state,
    stateSince,
    reason,
    updatedAt,
  } = alert;
  const turn = useMutation(api.alerts.update.mutationOptions({ onSuccess: refresh, onError: notifyFailure("Could not change the alert") }));
  const remove = useMutation(
    api.alerts.delete.mutationOptions({
      onSuccess: () => {
        refresh();
        notifyDone(`${name} was deleted.`);
        onDeleted();
      },
      onError: notifyFailure("Could not delete the alert"),
    }),
  );
  const whole = { id, name, description, query, watch, condition, schedule, deliverTo, enabled, updatedAt };
  return (
    <div className={classes.form}>
      <div>
        <Status tone={enabled ? stateWords[state].tone : "neutral"}>{enabled ? stateWords[state].label : "Off"}</Status>{" "}
        <span className="dim small">
          since <TimeAgo at={stateSince} />
        </span>
        {reason ? <p className={classes.reason}>{reason}</p> : null}
        {description ? <p className="dim">{description}</p> : null}
      </div>
      <KeyValue
        items={[
          { label: "Question", value: describeQuery(query) },
          { label: "Watches", value: describeWatch(watch, query) },
          { label: "Fires when it", value: describeCondition(condition, watch) },
          { label: "Evaluated", value: describeSchedule(schedule) },
          {
            label: "Tells",
            value:
              [...deliverTo.emails, ...(deliverTo.webhook ? [deliverTo.webhook] : [])].join(", ") || "nobody: it shows here and on Home",
          },
        ]}
      />
      {deliverTo.webhook && webhookSecret ? (
        <CodeBlock label="Secret of the webhook" title="Secret that signs what is sent (standardwebhooks.com)" code={webhookSecret} />
      ) : null}
      <Group gap={8}>
        {query.kind === "journey" ? null : <LinkButton to={`/insights?q=${encodeQuery(query)}`}>Explore the question</LinkButton>}
        <AllowedButton permission="insights:write" onClick={onEdit}>
          Edit
        </AllowedButton>
        <AllowedButton permission="insights:write" loading={turn.isPending} onClick={() => turn.mutate({ ...whole, enabled: !enabled })}>
          {enabled ? "Turn off" : "Turn on"}
        </AllowedButton>
        <AllowedButton permission="insights:write" onClick={() => setAsked(true)}>
          Delete
        </AllowedButton>
      </Group>
      <section aria-label="History">
        <h3 className={classes.label}>History</h3>
        <AlertHistory key={stateSince} alert={id} />
      </section>
      <ConfirmDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title={`Delete ${name}?`}
        confirmLabel="Delete"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        Its history goes with it.
      </ConfirmDialog>
    </div>
  );
}
