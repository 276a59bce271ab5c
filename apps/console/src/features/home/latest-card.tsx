import { useQuery } from "@tanstack/react-query";
import type { Interaction } from "@throughline/contract";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { channelLabel } from "../../ui/channel-label.ts";
import { Chip } from "../../ui/chip.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import classes from "./home.module.css";

const shown = 8;

/** The latest interactions, growing as they arrive. */
export function LatestCard({ live }: { live: readonly Interaction[] }) {
  const recent = useQuery(api.data.recent.queryOptions({ input: { limit: shown } }));
  const seen = new Set(live.map(({ id }) => id));
  const latest = [...live, ...(recent.data?.items ?? []).filter(({ id }) => !seen.has(id))].slice(0, shown);
  return (
    <Card
      title="Just happened"
      actions={
        <TextLink to="/data/live" className="small">
          Live debugger
        </TextLink>
      }
      flush
    >
      {latest.length > 0 ? <LatestList latest={latest} /> : <NothingShown recent={recent} />}
    </Card>
  );
}

function NothingShown({ recent }: { recent: { isPending: boolean; error: Error | null; refetch: () => unknown } }) {
  if (recent.error) return <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />;
  if (!recent.isPending) return <EmptyState title="Nothing yet">What customers do appears here as it happens.</EmptyState>;
  return (
    <div className={classes.padded}>
      <LinesSkeleton lines={6} />
    </div>
  );
}

function LatestList({ latest }: { latest: readonly Interaction[] }) {
  return (
    <ul className={classes.list}>
      {latest.map(({ id, name, channel, personId, receivedAt, context }) => (
        <li key={id}>
          <span className={`${classes.grow} truncate`}>
            <TextLink to={`/people/${personId}`} className={classes.strong}>
              {name}
            </TextLink>
            {context.path ? <span className="dim small"> {context.path}</span> : null}
          </span>
          <Chip>{channelLabel(channel)}</Chip>
          <span className={`${classes.when} dim small`}>
            <TimeAgo at={receivedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
