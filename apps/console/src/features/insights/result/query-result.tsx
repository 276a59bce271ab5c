import { Button, Skeleton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { describeQuery, type Answer, type Cell, type Query } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { formatClock, formatDuration } from "../../../ui/format-time.ts";
import { formatCompact, plural } from "../../../ui/format-number.ts";
import { useTimeZone } from "../../../ui/time-zone.ts";
import type { ExplorerQuery } from "../builder/kinds.ts";
import { LifecycleResult, StickinessResult } from "./activity-results.tsx";
import { daysOfAnswer } from "./days-of-answer.ts";
import { FunnelResult } from "./funnel-result.tsx";
import { isEmpty } from "./is-empty.ts";
import { PathsResult } from "./paths-result.tsx";
import { PeopleDrawer } from "./people-drawer.tsx";
import classes from "./result.module.css";
import { Refused } from "./refused.tsx";
import { RetentionResult } from "./retention-result.tsx";
import type { Opened } from "./show.ts";
import { TrendsResult } from "./trends-result.tsx";

type QueryResultProps = {
  query: ExplorerQuery;
  /** Lets the empty state offer a wider question; leave it out where the query is not edited. */
  onChange?: (query: ExplorerQuery) => void;
  /** Less high and without details, for tiles of a dashboard. */
  compact?: boolean;
};

const typingMs = 300;

/** Runs a query and shows its answer. While an edited one runs, the answer before stays, dimmed; an outdated call is cancelled. */
export function QueryResult({ query, onChange, compact = false }: QueryResultProps) {
  const [asked] = useDebouncedValue(query, typingMs);
  const run = useQuery(api.insights.query.queryOptions({ input: asked, placeholderData: keepPreviousData, staleTime: 30_000 }));
  const [shown, setShown] = useState<{ query: Query; answer: Answer } | null>(null);
  // An answer is read with the query that it answers, also while the next one runs.
  if (run.data && !run.isPlaceholderData && run.data !== shown?.answer) setShown({ query: asked, answer: run.data });
  const [opened, setOpened] = useState<Opened | null>(null);
  const isStale = run.isPlaceholderData || asked !== query;

  if (run.isError && !run.isFetching) return <Refused error={run.error} onRetry={() => void run.refetch()} />;
  if (shown === null || shown.answer.kind !== query.kind)
    return (
      <div role="status" aria-label="Counting" className={compact ? undefined : classes.counting}>
        <Skeleton height={14} width="46%" />
        <Skeleton height={compact ? 200 : 320} radius="md" className={classes.countingChart} />
      </div>
    );
  const open = (cell: Cell, title: string) => setOpened({ query: shown.query, cell, title, days: daysOfAnswer(shown.answer) });
  return (
    <div className={classes.result} data-stale={isStale || undefined} aria-busy={isStale}>
      {isEmpty(shown.answer) ? <Nothing query={query} onChange={onChange} /> : <Shown {...shown} onOpen={open} compact={compact} />}
      {compact ? null : <Cost answer={shown.answer} />}
      <PeopleDrawer opened={opened} onClose={() => setOpened(null)} />
    </div>
  );
}

type ShownProps = { query: Query; answer: Answer; onOpen: (cell: Cell, title: string) => void; compact: boolean };

function Shown({ query, answer, ...rest }: ShownProps) {
  if (query.kind === "trends" && answer.kind === "trends") return <TrendsResult query={query} answer={answer} {...rest} />;
  if (query.kind === "funnel" && answer.kind === "funnel") return <FunnelResult query={query} answer={answer} {...rest} />;
  if (query.kind === "paths" && answer.kind === "paths") return <PathsResult query={query} answer={answer} {...rest} />;
  if (query.kind === "retention" && answer.kind === "retention") return <RetentionResult query={query} answer={answer} {...rest} />;
  if (query.kind === "lifecycle" && answer.kind === "lifecycle") return <LifecycleResult query={query} answer={answer} {...rest} />;
  if (query.kind === "stickiness" && answer.kind === "stickiness") return <StickinessResult query={query} answer={answer} {...rest} />;
  return null;
}

function Nothing({ query, onChange }: Pick<QueryResultProps, "query" | "onChange">) {
  const { where: _, ...unfiltered } = query;
  return (
    <div className={classes.frame}>
      <EmptyState
        title="Nothing matches"
        action={
          onChange ? (
            <>
              {"last" in query.range && query.range.last.unit === "day" && query.range.last.value >= 90 ? null : (
                <Button onClick={() => onChange({ ...query, range: { last: { value: 90, unit: "day" } } })}>
                  Look at the last 90 days
                </Button>
              )}
              {query.where ? <Button onClick={() => onChange(unfiltered)}>Without the conditions</Button> : null}
            </>
          ) : null
        }
      >
        {describeQuery(query)}: there is none.
      </EmptyState>
    </div>
  );
}

/** How fresh the answer is and what it cost, quietly. */
function Cost({ answer: { freshness, rowsRead, tookMs } }: { answer: Answer }) {
  const timeZone = useTimeZone();
  return (
    <p className={`${classes.cost} faint small numbers`}>
      As of {formatClock(new Date(freshness.at), timeZone)}
      {freshness.waiting > 0 ? `, ${plural(freshness.waiting, "event")} still waiting` : ""} · {formatCompact(rowsRead)} rows read ·{" "}
      {formatDuration(Math.max(1, Math.round(tookMs)))}
    </p>
  );
}
