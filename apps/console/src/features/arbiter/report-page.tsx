import { Select } from "@mantine/core";
import type { ArbiterReport } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconScale } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { useListState, type ListState } from "../../ui/data-table/use-list-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatDate } from "../../ui/format-time.ts";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { Stat, StatRow } from "../../ui/stat.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { EngageSection, useFlowNames } from "../engage/index.ts";
import { ArbiterTabs } from "./arbiter-tabs.tsx";
import { kindWords, choicesOf, oneOf, ruleWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import { BehindDrawer, behindParams } from "./behind-drawer.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { DaysCard } from "./days-card.tsx";
import { FlowsCard, KindsCard, RulesCard } from "./parts-cards.tsx";
import { ReportRangePicker } from "./range-picker.tsx";
import { momentsOf, rangeLabel, rangeOf } from "./report-range.ts";

/** What was held back and why: by rule, kind, day and flow. Range and filters stand in the address; every number opens what is behind it. */
export function ReportPage() {
  const state = useListState();
  const timeZone = useTimeZone();
  const [nowMs] = useState(Date.now);
  const range = rangeOf(state);
  const moments = momentsOf(range, { nowMs, timeZone });
  const kind = oneOf(kindWords, state.filter("kind"));
  const flow = state.filter("flow");
  const rule = oneOf(ruleWords, state.filter("rule"));
  const narrow = { kind, flow: flow === "none" ? "" : flow, rule };
  const report = useQuery({
    ...api.arbiter.report.queryOptions({ input: { from: moments.from, to: moments.to, ...narrow } }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
  const before = useQuery({
    ...api.arbiter.report.queryOptions({ input: { from: moments.beforeFrom, to: moments.from, ...narrow } }),
    placeholderData: keepPreviousData,
  });
  const data = report.data;
  const label = rangeLabel(range, (day) => formatDate(new Date(`${day}T00:00:00Z`), "UTC"));
  const isNothing = data !== undefined && data.asked.touches === 0 && kind === undefined && flow === undefined && rule === undefined;
  return (
    <EngageSection>
      <Page
        title="Arbiter"
        description={data ? sayReport(data, label) : "The one door to customers: what was held back, and why."}
        actions={<ReportRangePicker state={state} />}
      >
        <ArbiterTabs />
        {report.error && !data ? <ErrorState error={report.error} onRetry={() => void report.refetch()} /> : null}
        {!data && !report.error ? (
          <Card>
            <LinesSkeleton lines={8} />
          </Card>
        ) : null}
        {isNothing ? <NothingAsked /> : null}
        {data && !isNothing ? (
          <div className={classes.report} aria-busy={report.isPlaceholderData}>
            <Filters state={state} data={data} />
            <Figures data={data} before={before.data} onOpen={(changes) => state.set(changes)} />
            <div className={classes.columns}>
              <div className={classes.main}>
                <DaysCard data={data} days={moments.days} onOpen={(day) => state.set(behindParams({ day, held: true }))} />
                <RulesCard data={data} onOpen={(one) => state.set(behindParams({ rule: one }))} />
              </div>
              <div className={classes.side}>
                {before.data ? (
                  <ChangesCard
                    now={data}
                    before={before.data}
                    beforeLabel={moments.count === 1 ? "the day before" : `the ${moments.count} days before`}
                    onRule={(one) => state.set(behindParams({ rule: one }))}
                  />
                ) : null}
                <KindsCard data={data} onOpen={(one) => state.set(behindParams({ kind: one, held: true }))} />
                <FlowsCard data={data} onOpen={(one) => state.set(behindParams({ flow: one ?? "none", held: true }))} />
              </div>
            </div>
          </div>
        ) : null}
        <BehindDrawer state={state} moments={moments} narrow={narrow} />
      </Page>
    </EngageSection>
  );
}

/** “412 of 1,204 touches were not allowed at once (34 %). Last 28 days, Europe/Berlin.” */
function sayReport({ asked, held, timezone }: ArbiterReport, label: string): string {
  if (asked.touches === 0) return `${label}: nothing asked to reach anybody.`;
  return `${formatCount(held.touches)} of ${plural(asked.touches, "touch", "touches")} (${formatShare(held.touches / asked.touches)}) ${
    held.touches === 1 ? "was" : "were"
  } not allowed at once. ${label}, ${timezone}.`;
}

function Filters({ state, data }: { state: ListState; data: ArbiterReport }) {
  const flow = state.filter("flow");
  const flowName = useFlowNames();
  const flows = data.flows.map((one) => one.flow ?? "none");
  if (flow !== undefined && !flows.includes(flow)) flows.push(flow);
  return (
    <div className={classes.filters}>
      <Select
        aria-label="Rule"
        placeholder="Any rule"
        clearable
        data={choicesOf(ruleWords)}
        value={oneOf(ruleWords, state.filter("rule")) ?? null}
        onChange={(value) => state.set({ rule: value ?? undefined })}
      />
      <Select
        aria-label="Kind"
        placeholder="Any kind"
        clearable
        data={choicesOf(kindWords)}
        value={oneOf(kindWords, state.filter("kind")) ?? null}
        onChange={(value) => state.set({ kind: value ?? undefined })}
      />
      <Select
        aria-label="Flow"
        placeholder="Any flow"
        clearable
        searchable
        data={flows.map((one) => ({ value: one, label: one === "none" ? "No flow" : flowName(one) }))}
        value={flow ?? null}
        onChange={(value) => state.set({ flow: value ?? undefined })}
      />
    </div>
  );
}

type FiguresProps = {
  data: ArbiterReport;
  before: ArbiterReport | undefined;
  onOpen: (changes: Record<string, string | undefined>) => void;
};

function Figures({ data, before, onOpen }: FiguresProps) {
  const of = (answer: ArbiterReport["answers"][number]["answer"], report = data) =>
    report.answers.find((one) => one.answer === answer)?.touches ?? 0;
  const share = (count: number) => (data.asked.touches === 0 || count === 0 ? "" : formatShare(count / data.asked.touches));
  const was = (count: (report: ArbiterReport) => number) =>
    before && before.asked.touches > 0 ? `${formatCount(count(before))} before` : undefined;
  const people = (report: ArbiterReport) => of("task", report) + of("approval", report);
  const open = (label: string, count: number, changes: Record<string, string | undefined>) =>
    count === 0 ? (
      formatCount(count)
    ) : (
      <button
        type="button"
        className={classes.figure}
        onClick={() => onOpen(changes)}
        aria-label={`${label}: ${formatCount(count)}. Show them`}
      >
        {formatCount(count)}
      </button>
    );
  return (
    <StatRow>
      <Stat
        label="Asked"
        value={open("Asked", data.asked.touches, behindParams({}))}
        detail={plural(data.asked.people, "person", "people")}
        change={was((report) => report.asked.touches)}
      />
      <Stat
        label="Allowed at once"
        value={open("Allowed", of("now"), behindParams({ answer: "now" }))}
        detail={share(of("now"))}
        change={was((report) => of("now", report))}
      />
      <Stat
        label="Put off"
        value={open("Put off", of("later"), behindParams({ answer: "later" }))}
        detail={share(of("later"))}
        change={was((report) => of("later", report))}
      />
      <Stat
        label="Held back"
        value={open("Held back", of("no"), behindParams({ answer: "no" }))}
        detail={share(of("no"))}
        change={was((report) => of("no", report))}
      />
      <Stat
        label="Wait for a person"
        value={open("Wait for a person", people(data), behindParams({ rule: "ownership" }))}
        detail={share(people(data))}
        change={was(people)}
      />
    </StatRow>
  );
}

function NothingAsked() {
  return (
    <Card>
      <EmptyState
        title="Nothing asked to reach anybody in this time"
        icon={<IconScale size={20} />}
        action={<LinkButton to="/engage/arbiter/simulator">Try a touch</LinkButton>}
      >
        Flows, surveys and other systems ask here before they reach a customer. What was allowed, put off or held back is counted, with each
        rule's reason.
      </EmptyState>
    </Card>
  );
}
