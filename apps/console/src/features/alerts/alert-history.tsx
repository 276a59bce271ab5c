import type { AlertEvent } from "@throughline/contract";
import { api } from "../../app/api.ts";
import { Chip, Status } from "../../ui/chip.tsx";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { ErrorState } from "../../ui/error-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { stateWords } from "./alert-words.ts";
import classes from "./alerts.module.css";

/** Changes of state, of one alert or of all, with whom was told. */
export function AlertHistory({ alert }: { alert?: string }) {
  const list = useRows(
    api.alerts.events.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, alert, limit: 20 }),
      ...byCursor,
      refetchInterval: 30_000,
    }),
  );
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <LinesSkeleton />;
  if (list.rows.length === 0) return <p className={`${classes.none} dim`}>Nothing has changed its state yet.</p>;
  return (
    <>
      <ul className={classes.events}>
        {list.rows.map((event) => (
          <Event key={event.id} event={event} withName={alert === undefined} />
        ))}
      </ul>
      {list.hasMore ? (
        <div className={classes.none}>
          <LoadMore list={list} label="Earlier" />
        </div>
      ) : null}
    </>
  );
}

const deliveryTones = { sent: "good", waiting: "neutral", failed: "bleed" } as const;

function Event({ event: { alertId, alertName, at, to, reason, deliveries }, withName }: { event: AlertEvent; withName: boolean }) {
  return (
    <li className={classes.event}>
      <div className={classes.line}>
        <Status tone={stateWords[to].tone}>{stateWords[to].label}</Status>
        {withName ? <TextLink to={`/insights/alerts?alert=${alertId}`}>{alertName}</TextLink> : null}
        <span className={`${classes.when} dim small`}>
          <TimeAgo at={at} />
        </span>
      </div>
      <div className="small dim">{reason}</div>
      {deliveries.length > 0 ? (
        <div className={classes.line}>
          {deliveries.map(({ channel, target, state, error }) => (
            <Chip key={`${channel} ${target}`} tone={deliveryTones[state]} title={error ?? undefined}>
              {channel === "email" ? target : "webhook"}: {state === "waiting" && error ? "trying again" : state}
            </Chip>
          ))}
        </div>
      ) : null}
    </li>
  );
}
