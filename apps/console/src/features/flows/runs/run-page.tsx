import { Alert } from "@mantine/core";
import type { FlowRunDetails } from "@throughline/contract";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Status } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { KeyValue } from "../../../ui/key-value.tsx";
import { Page } from "../../../ui/page.tsx";
import { personTitle } from "../../../ui/person-title.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { flowAddress } from "../use-flow.ts";
import { runStateWords, sideWords, whereWords } from "../words/flow-words.ts";
import { DueIn } from "./due-in.tsx";
import { RunTrace } from "./run-trace.tsx";
import classes from "./runs.module.css";

/** One person's way through a flow, with the reason for each thing that it did and did not do. */
export function RunPage() {
  const { runId = "" } = useParams({ strict: false });
  const { data: run } = useSuspenseQuery(
    api.flows.run.queryOptions({ input: { id: runId }, refetchInterval: ({ state }) => (state.data?.endedAt == null ? 3_000 : 60_000) }),
  );
  const name = personTitle(run.person);
  return (
    <Page
      title={name}
      badges={<Status tone={runStateWords[run.state].tone}>{runStateWords[run.state].label}</Status>}
      description={
        <>
          in <TextLink to={flowAddress(run.flow.key)}>{run.flow.name}</TextLink>, version {run.version} ·{" "}
          <TextLink to={flowAddress(run.flow.key, "runs")}>everybody in it</TextLink> ·{" "}
          <TextLink to={`/people/${run.person.id}`}>the person</TextLink>
        </>
      }
      actions={<RunActions run={run} name={name} />}
    >
      {run.state === "failed" ? (
        <Alert color="bleed" title={`It failed at ${run.stepName ?? "its beginning"}`}>
          {run.ended ?? "The reason is in what it did."} Once that is put right, it can be tried again from this step on, in the version
          that is published then. What it did before stays done, and is not done twice.
        </Alert>
      ) : null}
      {sideWords[run.side] ? (
        <Alert title="Nothing is done for them">They are {sideWords[run.side]}. Whether they reach the goal is watched.</Alert>
      ) : null}
      <div className={classes.columns}>
        <Card title="What it did, and why">
          <RunTrace run={run} />
        </Card>
        <Card title="Where it stands">
          <KeyValue
            items={[
              { label: "At", value: whereWords(run) },
              { label: "Since", value: <TimeAgo at={run.endedAt ?? run.since} /> },
              ...(run.dueAt !== null && run.endedAt === null ? [{ label: "Goes on", value: <DueIn at={run.dueAt} /> }] : []),
              { label: "Came in", value: <TimeAgo at={run.enteredAt} /> },
              { label: "By", value: <span dir="auto">{run.enteredBy}</span> },
              { label: "Goal", value: run.goalAt === null ? "not reached" : <TimeAgo at={run.goalAt} /> },
              ...(run.draws.length === 0
                ? []
                : [{ label: "Drawn", value: run.draws.map(({ stepName, variant }) => `${stepName}: ${variant}`).join(", ") }]),
            ]}
          />
        </Card>
      </div>
    </Page>
  );
}

function RunActions({ run, name }: { run: FlowRunDetails; name: string }) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const keep = (after: FlowRunDetails) => {
    queryClient.setQueryData(api.flows.run.queryKey({ input: { id: after.id } }), after);
    void queryClient.invalidateQueries({ queryKey: api.flows.runs.key() });
  };
  const end = useMutation(
    api.flows.endRun.mutationOptions({
      onSuccess: (after) => {
        keep(after);
        setAsking(false);
        notifyDone(`${name} is out of it.`);
      },
      onError: notifyFailure("Could not take them out"),
    }),
  );
  const retry = useMutation(
    api.flows.retryRun.mutationOptions({
      onSuccess: (after) => {
        keep(after);
        if (after.state === "failed") notifyFailure("It failed again")(new Error(after.ended ?? "The reason is in what it did."));
        else notifyDone("It was tried again, and goes on.");
      },
      onError: notifyFailure("Could not try again"),
    }),
  );
  const isOpen = run.endedAt === null;
  return (
    <>
      {run.state === "failed" ? (
        <AllowedButton permission="flows:write" variant="filled" loading={retry.isPending} onClick={() => retry.mutate({ id: run.id })}>
          Try again
        </AllowedButton>
      ) : null}
      {isOpen ? (
        <AllowedButton permission="flows:write" onClick={() => setAsking(true)}>
          Take them out
        </AllowedButton>
      ) : null}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Take ${name} out of ${run.flow.name}?`}
        confirmLabel="Take them out"
        busy={end.isPending}
        onConfirm={() => end.mutate({ id: run.id })}
      >
        Nothing more of this flow reaches them by this run. What was sent stays sent.
      </ConfirmDialog>
    </>
  );
}
