import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { formatCount } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat, StatRow } from "../../ui/stat.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { FirstEvent } from "../welcome/index.ts";
import { Card } from "../../ui/card.tsx";
import { ConnectCard } from "./connect-card.tsx";
import { DangerCard } from "./danger-card.tsx";
import { describeHealth } from "./describe-health.ts";
import { HealthStatus } from "./health-status.tsx";
import { HoursChart } from "./hours-chart.tsx";
import { SettingsCard } from "./settings-card.tsx";
import classes from "./sources.module.css";

/** One source: how it does, how to send to it, and what it may do. */
export function SourcePage() {
  const { sourceId } = useParams({ from: "/shell/data/sources/$sourceId" });
  const { data: source } = useSuspenseQuery(api.sources.get.queryOptions({ input: { id: sourceId }, refetchInterval: 10_000 }));
  const { id, name, health } = source;
  return (
    <Page
      title={name}
      badges={<HealthStatus state={health.state} />}
      description={describeHealth(source)}
      actions={
        <>
          <LinkButton to={`/data/live?source=${id}`}>Live events</LinkButton>
          <LinkButton to={`/data/quarantine?source=${id}`}>Quarantine</LinkButton>
        </>
      }
    >
      <StatRow>
        <Stat label="Accepted" value={formatCount(health.accepted24h)} detail="24 h" change="on a timeline, or on the way" />
        <Stat
          label="Quarantined"
          value={formatCount(health.quarantined24h)}
          detail="24 h"
          change={health.quarantined24h > 0 ? "could not be used; kept with the reason" : "everything could be used"}
          tone={health.quarantined24h > 0 ? "bleed" : undefined}
        />
        <Stat label="Duplicates" value={formatCount(health.duplicates24h)} detail="24 h" change="sent more than once, counted once" />
        <Stat
          label="Last received"
          value={<TimeAgo at={health.lastReceivedAt} />}
          change={
            <>
              created <TimeAgo at={source.createdAt} />
            </>
          }
        />
      </StatRow>
      <div className={classes.grid}>
        <div className={classes.column}>
          {health.lastReceivedAt === null && source.enabled ? (
            <Card title="First event">
              <FirstEvent source={source} />
            </Card>
          ) : (
            <HoursChart source={source} />
          )}
          <ConnectCard source={source} />
        </div>
        <div className={classes.column}>
          <SettingsCard key={id} source={source} />
          <DangerCard source={source} />
        </div>
      </div>
    </Page>
  );
}
