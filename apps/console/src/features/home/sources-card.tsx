import type { Source } from "@throughline/contract";
import { Card } from "../../ui/card.tsx";
import { Status, type Tone } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { Sparkline } from "../../ui/sparkline.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./home.module.css";

const states: Record<Source["health"]["state"], { tone: Tone; text: string }> = {
  healthy: { tone: "good", text: "Healthy" },
  failing: { tone: "bleed", text: "Failing" },
  quiet: { tone: "warn", text: "Quiet" },
  waiting: { tone: "accent", text: "Waiting" },
  disabled: { tone: "neutral", text: "Disabled" },
};

type SourcesQuery = { data: { items: Source[] } | undefined; error: Error | null; refetch: () => unknown };

/** Each source: whether it is well, when it last sent, how much in 24 hours. */
export function SourcesCard({ sources }: { sources: SourcesQuery }) {
  if (!sources.data) {
    return (
      <Card title="Sources">
        {sources.error ? <ErrorState error={sources.error} onRetry={() => void sources.refetch()} /> : <LinesSkeleton />}
      </Card>
    );
  }
  const { items } = sources.data;
  if (items.length === 0) {
    return (
      <Card title="Sources">
        <EmptyState title="No source yet" action={<LinkButton to="/welcome">Connect a product</LinkButton>}>
          A source is where interactions come from: your website, your backend, a tool you already use.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Sources" hint="last 24 h" flush>
      <div className={classes.tableScroll} tabIndex={0} role="region" aria-label="Sources, as a table">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Health</th>
              <th scope="col" className={classes.optional}>
                Per hour
              </th>
              <th scope="col" className={classes.end}>
                Accepted
              </th>
              <th scope="col" className={`${classes.end} ${classes.optional}`}>
                Not usable
              </th>
              <th scope="col" className={`${classes.end} ${classes.optional}`}>
                Last received
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, name, health }) => (
              <tr key={id}>
                <td>
                  <TextLink to={`/data/sources/${id}`} className={classes.strong}>
                    {name}
                  </TextLink>
                </td>
                <td>
                  <Status tone={states[health.state].tone}>{states[health.state].text}</Status>
                </td>
                <td className={classes.optional}>
                  <Sparkline values={health.perHour} label={`${name}: accepted per hour over the last 24 hours`} height={20} />
                </td>
                <td className={classes.end}>{formatCount(health.accepted24h)}</td>
                <td className={`${classes.end} ${classes.optional} ${health.quarantined24h > 0 ? classes.bleeds : ""}`}>
                  {formatCount(health.quarantined24h)}
                </td>
                <td className={`${classes.end} ${classes.optional} dim`}>
                  <TimeAgo at={health.lastReceivedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
