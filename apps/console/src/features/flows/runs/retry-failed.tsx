import { Progress } from "@mantine/core";
import type { Flow, Retried } from "@throughline/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { formatCount, plural } from "../../../ui/format-number.ts";
import classes from "./runs.module.css";
import { describeRetried } from "./retried-words.ts";
import { retryInParts } from "./retry-in-parts.ts";

type RetryFailedProps = {
  flow: Flow;
  /** The step that the list is narrowed to. */
  step: { id: string; title: string } | undefined;
};

/** Tries all failed runs of the flow again, or those of one step; there where some have failed. */
export function RetryFailed({ flow, step }: RetryFailedProps) {
  const [asking, setAsking] = useState(false);
  const queryClient = useQueryClient();
  const counts = useQuery(api.flows.counts.queryOptions({ input: { key: flow.key }, refetchInterval: 5_000 }));
  const steps = counts.data?.steps ?? {};
  const failed = step ? (steps[step.id]?.failed ?? 0) : Object.values(steps).reduce((sum, one) => sum + one.failed, 0);
  const [soFar, setSoFar] = useState<Retried | null>(null);
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);
  const one = useMutation(api.flows.retryFailed.mutationOptions());
  const retry = useMutation({
    mutationFn: () =>
      retryInParts((part) => one.mutateAsync({ key: flow.key, ...(step ? { step: step.id } : {}), ...part }), {
        onPart: setSoFar,
        isStopped: () => stopped.current,
      }),
    onSuccess: (retried) => {
      setAsking(false);
      void queryClient.invalidateQueries({ queryKey: api.flows.key() });
      const told = describeRetried(retried);
      if (retried.failedAgain > 0)
        notifyFailure(retried.failedAgain === retried.tried ? "They failed again" : "Some failed again")(new Error(told));
      else notifyDone(told);
    },
    onError: (error) => {
      // Those before it broke off were tried.
      void queryClient.invalidateQueries({ queryKey: api.flows.key() });
      notifyFailure("Not all could be tried again")(error);
    },
  });
  const begin = () => {
    stopped.current = false;
    setStopping(false);
    setSoFar(null);
    retry.mutate();
  };
  const close = () => {
    if (!retry.isPending) return setAsking(false);
    stopped.current = true;
    setStopping(true);
  };
  if (failed === 0 && !asking) return null;
  const where = step ? ` at “${step.title}”` : "";
  return (
    <>
      <AllowedButton permission="flows:write" loading={retry.isPending} onClick={() => setAsking(true)}>
        Try all failed again ({formatCount(failed)})
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={close}
        title={retry.isPending ? `Trying failed runs${where} again` : `Try ${plural(failed, "failed run")}${where} again?`}
        confirmLabel="Try them again"
        busy={retry.isPending}
        cancelLabel={retry.isPending ? "Stop" : "Cancel"}
        onConfirm={begin}
      >
        Each comes once more to the step at which it failed, in the version that is published now. What it did before stays done, and is not
        done twice. {step ? "Of the filters of the list the step alone counts here." : "Filters of the list do not count here."}
        {retry.isPending ? <HowFar soFar={soFar} stopping={stopping} /> : null}
      </ConfirmDialog>
    </>
  );
}

function HowFar({ soFar, stopping }: { soFar: Retried | null; stopping: boolean }) {
  const [tried, left] = [soFar?.tried ?? 0, soFar?.left ?? 0];
  return (
    <div className={classes.howFar} role="status">
      <Progress value={tried + left === 0 ? 0 : (100 * tried) / (tried + left)} size={8} aria-label="Tried again" />
      <span className="small numbers">
        {soFar === null ? "Trying the first of them…" : `${formatCount(tried)} tried, ${formatCount(left)} left.`}
        {stopping ? " It stops after those that are under way." : ""}
      </span>
    </div>
  );
}
