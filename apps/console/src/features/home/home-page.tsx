import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "../../app/api.ts";
import { useSession } from "../../app/session.ts";
import { Page } from "../../ui/page.tsx";
import { addHours } from "./add-hours.ts";
import { ChannelsCard } from "./channels-card.tsx";
import { DayChart } from "./day-chart.tsx";
import { describePulse } from "./describe-pulse.ts";
import { HomeStats } from "./home-stats.tsx";
import { LatestCard } from "./latest-card.tsx";
import { LiveMark } from "./live-mark.tsx";
import { NewPeopleCard } from "./new-people-card.tsx";
import { NothingYet } from "./nothing-yet.tsx";
import { ProblemsCard } from "./problems-card.tsx";
import { PulseChart } from "./pulse-chart.tsx";
import { pulseQuery } from "./pulse-query.ts";
import { SourcesCard } from "./sources-card.tsx";
import classes from "./home.module.css";
import { useLivePulse } from "./use-live-pulse.ts";

// What tasks need besides is more than the first load has room for.
const TasksCard = lazy(async () => ({ default: (await import("../tasks/index.ts")).TasksCard }));

/** The pulse: how the workspace is doing now, what changed, what is wrong. */
export function HomePage() {
  const { needsSetup } = useSession();
  const { data: pulse, dataUpdatedAt } = useSuspenseQuery(pulseQuery());
  const sources = useQuery(api.sources.list.queryOptions({ refetchInterval: 60_000 }));
  const live = useLivePulse(dataUpdatedAt);

  if (needsSetup && pulse.newest.length === 0 && live.latest.length === 0) {
    return (
      <Page title="Home">
        <NothingYet sources={sources.data?.items ?? []} />
      </Page>
    );
  }
  const hours = addHours(
    (sources.data?.items ?? []).map(({ health }) => health.perHour),
    dataUpdatedAt,
  );
  // Notes can wait beside the chart; what is wrong is seen before anything else, on a phone too.
  const isWrong = pulse.problems.some(({ severity }) => severity !== "info");
  const quiet =
    live.perMinute.size === 0 &&
    pulse.perMinute.every(({ accepted, quarantined }) => accepted + quarantined === 0) &&
    hours.some(({ accepted }) => accepted > 0);
  return (
    <Page title="Home" description={describePulse(pulse)} actions={<LiveMark state={live.state} />}>
      {isWrong ? <ProblemsCard problems={pulse.problems} /> : null}
      <HomeStats pulse={pulse} />
      <Suspense>
        <TasksCard />
      </Suspense>
      <div className={classes.grid}>
        {quiet ? <DayChart hours={hours} /> : <PulseChart pulse={pulse} live={live.perMinute} />}
        <div className={classes.side}>
          {isWrong ? null : <ProblemsCard problems={pulse.problems} />}
          <NewPeopleCard people={pulse.newest} />
          <LatestCard live={live.latest} />
        </div>
        <SourcesCard sources={sources} />
        <ChannelsCard channels={pulse.channels} />
      </div>
    </Page>
  );
}
