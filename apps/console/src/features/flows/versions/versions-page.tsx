import { Button } from "@mantine/core";
import type { Flow, FlowVersion } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconVersions } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { Chip } from "../../../ui/chip.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { FlowFrame } from "../flow-frame.tsx";
import { ChangesList } from "../panel/changes-list.tsx";
import { useFlow } from "../use-flow.ts";
import classes from "./versions.module.css";

/** Everything that was published, what changed each time, and the way back. */
export function VersionsPage() {
  const flow = useFlow();
  const { data, error, isPending, refetch } = useQuery(
    api.flows.versions.queryOptions({
      input: { key: flow.key },
      queryKey: [...api.flows.versions.queryKey({ input: { key: flow.key } }), flow.version],
      refetchInterval: 15_000,
    }),
  );
  const items = data?.items ?? [];
  return (
    <FlowFrame flow={flow} part="versions">
      {isPending ? <LinesSkeleton lines={6} /> : null}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && items.length === 0 ? (
        <EmptyState title="Never published" icon={<IconVersions size={20} />}>
          Each time that it is published a version is kept here, with what changed, and can be come back to.
        </EmptyState>
      ) : null}
      <ol className={classes.versions}>
        {items.map((version, index) => (
          <Version key={version.version} flow={flow} version={version} before={items[index + 1]} />
        ))}
      </ol>
    </FlowFrame>
  );
}

function Version({ flow, version, before }: { flow: Flow; version: FlowVersion; before: FlowVersion | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const isCurrent = version.version === flow.version;
  const rollback = useMutation(
    api.flows.rollback.mutationOptions({
      onSuccess: (after) => {
        queryClient.setQueryData(api.flows.get.queryKey({ input: { key: flow.key } }), after);
        void queryClient.invalidateQueries({ queryKey: api.flows.key() });
        setAsking(false);
        notifyDone(`Version ${after.version} is what version ${version.version} was.`);
      },
      onError: notifyFailure("Could not roll back"),
    }),
  );
  return (
    <li className={classes.version}>
      <div className={classes.line}>
        <span className={classes.name}>
          <b>Version {version.version}</b>
          {isCurrent ? <Chip tone="accent">published</Chip> : null}
          <span className="dim small">
            <TimeAgo at={version.publishedAt} /> by {version.publishedBy}
          </span>
        </span>
        <span className="dim small">{plural(version.runs, "person", "people")} on it</span>
        {before ? (
          <Button size="xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Hide changes" : "What changed"}
          </Button>
        ) : null}
        {isCurrent ? null : (
          <AllowedButton permission="flows:write" size="xs" onClick={() => setAsking(true)}>
            Roll back to it
          </AllowedButton>
        )}
      </div>
      {version.note ? (
        <p dir="auto" className={classes.note}>
          {version.note}
        </p>
      ) : null}
      {isOpen && before ? <Differences flowKey={flow.key} version={version} before={before} /> : null}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Roll back to version ${version.version}?`}
        confirmLabel="Roll back"
        busy={rollback.isPending}
        onConfirm={() => rollback.mutate({ key: flow.key, version: version.version })}
      >
        It is published again as version {(flow.version ?? 0) + 1}. Those who are in it end on their version; the draft stays as it is.
      </ConfirmDialog>
    </li>
  );
}

function Differences({ flowKey, version, before }: { flowKey: string; version: FlowVersion; before: FlowVersion }) {
  const { data, error, refetch } = useQuery(
    api.flows.diff.queryOptions({
      input: { key: flowKey, from: before.version, to: version.version },
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton lines={3} />;
  return <ChangesList differences={data.differences} before={before.definition} after={version.definition} />;
}
