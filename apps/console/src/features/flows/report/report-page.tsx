import { Alert } from "@mantine/core";
import type { FlowReport } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconChartBar } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { formatDate } from "../../../ui/format-time.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { Stat, StatRow } from "../../../ui/stat.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { FlowFrame } from "../flow-frame.tsx";
import { neededWords } from "../publish/needed-words.ts";
import { useFlow } from "../use-flow.ts";
import { DaysCard } from "./days-card.tsx";
import { LiftCard } from "./lift-card.tsx";
import { formatPoints, verdictOf } from "./lift-words.ts";
import { MessagesCard } from "./messages-card.tsx";
import { ReportRange, rangeOf } from "./report-range.tsx";
import { SplitCard } from "./split-card.tsx";

/** What the flow changed against those left alone, with its uncertainty, and what cannot be said. */
export function ReportPage() {
  const flow = useFlow();
  const state = useListState();
  const { data, error, isPending, refetch } = useQuery({
    ...api.flows.report.queryOptions({ input: { key: flow.key, ...rangeOf(state) } }),
    enabled: flow.state !== "draft",
    refetchInterval: 30_000,
    placeholderData: (before) => before,
  });
  return (
    <FlowFrame flow={flow} part="report" actions={flow.state === "draft" ? null : <ReportRange state={state} />}>
      {flow.state === "draft" ? (
        <EmptyState title="Nothing to report yet" icon={<IconChartBar size={20} />}>
          Once it is published, those whom it treats are compared with those left alone, by its goal.
        </EmptyState>
      ) : null}
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {isPending && flow.state !== "draft" && !error ? <LinesSkeleton lines={8} /> : null}
      {data ? <Report report={data} /> : null}
    </FlowFrame>
  );
}

function Report({ report }: { report: FlowReport }) {
  const { treated, held, lift, sampleRatio, stopped } = report;
  const timeZone = useTimeZone();
  const day = (at: string) => formatDate(new Date(at), timeZone);
  const verdict = verdictOf(report);
  return (
    <>
      {stopped ? (
        <Alert color="bleed" title={`It stopped by itself on ${day(stopped.at)}`}>
          {stopped.reason}
        </Alert>
      ) : null}
      {sampleRatio.alarm ? (
        <Alert color="bleed" title="The two sides are not as they were drawn">
          {formatShare(sampleRatio.expected)} were to be left alone
          {sampleRatio.seen === null ? "" : `, ${formatShare(sampleRatio.seen)} were`}. That does not happen by chance
          {sampleRatio.pValue === null ? "" : ` (p ${pWords(sampleRatio.pValue)})`}: do not trust the comparison before it is known why.
        </Alert>
      ) : null}
      <p className="dim">
        {report.goal === null ? "It has no goal: nothing is compared." : `Goal: ${report.goal}. `}
        {day(report.from)} to {day(report.to)}.
        {report.open > 0 ? ` ${formatCount(report.open)} more still have time to reach it and are not counted yet.` : ""}
      </p>
      {report.goal === null ? null : (
        <>
          <StatRow>
            <Stat
              label="Goal reached, treated"
              value={treated.rate === null ? "–" : formatShare(treated.rate)}
              detail={intervalOf(treated.low, treated.high)}
              change={`${formatCount(treated.reached)} of ${formatCount(treated.people)} people`}
            />
            <Stat
              label="Goal reached, left alone"
              value={held.rate === null ? "–" : formatShare(held.rate)}
              detail={intervalOf(held.low, held.high)}
              change={`${formatCount(held.reached)} of ${formatCount(held.people)} people`}
            />
            <Stat
              label="Lift, by intention to treat"
              value={lift.absolute === null ? "–" : formatPoints(lift.absolute)}
              detail={lift.relative === null ? "points" : `points, ${lift.relative > 0 ? "+" : ""}${Math.round(lift.relative * 100)} %`}
              change={verdict.text}
              {...(verdict.tone ? { tone: verdict.tone } : {})}
            />
            <Stat
              label="Left alone"
              value={sampleRatio.seen === null ? "–" : formatShare(sampleRatio.seen)}
              detail={`${formatShare(sampleRatio.expected)} drawn`}
              change={sampleRatio.alarm ? "not by chance" : "as drawn"}
              {...(sampleRatio.alarm ? { tone: "bleed" as const } : {})}
            />
          </StatRow>
          <LiftCard report={report} />
          {lift.decided === "open" ? <p className="dim">{neededWords(report.needed)}</p> : null}
        </>
      )}
      <DaysCard days={report.days} />
      {report.splits.map((split) => (
        <SplitCard key={split.step} split={split} />
      ))}
      <MessagesCard messages={report.messages} />
      {report.caveats.length > 0 ? (
        <section aria-label="What these numbers cannot say">
          {report.caveats.map((text) => (
            <p key={text} className="faint small">
              {text}
            </p>
          ))}
        </section>
      ) : null}
    </>
  );
}

const intervalOf = (low: number | null, high: number | null) =>
  low === null || high === null ? null : `${formatShare(low)} – ${formatShare(high)}`;
const pWords = (p: number) => (p < 0.001 ? "< 0.001" : p.toFixed(3));
