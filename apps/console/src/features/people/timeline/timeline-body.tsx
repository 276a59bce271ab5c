import { Button, Loader, Skeleton } from "@mantine/core";
import type { Interaction } from "@throughline/contract";
import { IconTimeline } from "@tabler/icons-react";
import type { Rows } from "../../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { MoreFailed } from "../../../ui/more-failed.tsx";
import { TimelineList, type TimelineListProps } from "./timeline-list.tsx";
import classes from "./timeline.module.css";

type BodyProps = Omit<TimelineListProps, "hasMore" | "isLoadingMore" | "loadMore"> & {
  list: Rows<Interaction>;
  narrowed: boolean;
  onClear: () => void;
};

/** The rows of a timeline in each of its states: loading, failed, empty, nothing found, more to come, the beginning. */
export function TimelineBody({ list, narrowed, onClear, ...rows }: BodyProps) {
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isPending && rows.entries.length === 0) return <TimelineSkeleton />;
  if (rows.entries.length === 0) return narrowed ? <NothingMatches onClear={onClear} /> : <NothingYet />;
  return (
    <div className={classes.body} aria-busy={list.isStale || list.isLoadingMore} data-stale={list.isStale || undefined}>
      <TimelineList {...rows} hasMore={list.hasMore && !list.moreError} isLoadingMore={list.isLoadingMore} loadMore={list.loadMore} />
      <div className={`${classes.end} faint small`}>
        {list.hasMore ? <More list={list} /> : narrowed ? "Nothing older matches." : "This is where it began."}
      </div>
    </div>
  );
}

function More({ list }: { list: Rows<Interaction> }) {
  if (list.isLoadingMore) return <Loader size="xs" aria-label="Loading older interactions" />;
  return (
    <>
      <MoreFailed error={list.moreError} />
      <Button onClick={list.loadMore}>{list.moreError ? "Try again" : "Load older"}</Button>
    </>
  );
}

function NothingMatches({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState title="Nothing matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
      Nothing on this timeline matches what you search and filter for.
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState title="Nothing on this timeline yet" icon={<IconTimeline size={20} />}>
      What happens from now on appears here by itself: page views, messages, payments, everything a source tells.
    </EmptyState>
  );
}

function TimelineSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the timeline"
      style={{ padding: "20px 24px", display: "flex", flexDirection: "column", gap: 18 }}
    >
      <Skeleton height={12} width="26%" />
      {[62, 48, 70, 40, 55, 66, 44, 58].map((width, i) => (
        <Skeleton key={i} height={10} width={`${width}%`} style={{ marginInlineStart: 70 }} />
      ))}
    </div>
  );
}
