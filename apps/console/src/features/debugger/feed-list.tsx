import { Button } from "@mantine/core";
import type { Source } from "@throughline/contract";
import { useState, type KeyboardEvent } from "react";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { Card } from "../../ui/card.tsx";
import classes from "./debugger.module.css";
import { FeedRow } from "./feed-row.tsx";
import { isMark, passes, type FeedFilter, type FeedItem } from "./feed.ts";
import { NothingArrived } from "./nothing-arrived.tsx";
import type { useFeed } from "./use-feed.ts";

type FeedListProps = {
  feed: ReturnType<typeof useFeed>;
  filter: FeedFilter;
  sources: readonly Source[];
  narrowed: boolean;
  onClear: () => void;
  onTest: () => void;
  onName: (name: string) => void;
};

/** What arrived since the page was opened, then what arrived before. Up and down move between events, Enter opens one. */
export function FeedList({ feed, filter, sources, narrowed, onClear, onTest, onName }: FeedListProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const { shown, earlier, recent } = feed;
  const live = shown.filter((item) => passes(item, filter));
  const before = earlier.filter((item) => passes(item, filter));
  const nothing = live.every(isMark) && before.length === 0;

  if (recent.isError && nothing) return <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />;
  if (recent.isPending && nothing)
    return (
      <Card>
        <LinesSkeleton lines={8} />
      </Card>
    );
  if (nothing && !narrowed) return <NothingArrived sources={sources} onTest={onTest} />;
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  const row = (item: FeedItem) =>
    isMark(item) ? (
      <li key={item.id} className={classes.mark}>
        {item.mark}
      </li>
    ) : (
      <FeedRow
        key={item.id}
        interaction={item}
        sourceName={names.get(item.sourceId)}
        open={openId === item.id}
        onToggle={() => setOpenId(openId === item.id ? null : item.id)}
        onName={onName}
      />
    );
  return (
    <div className={classes.frame}>
      <ul className={classes.list} aria-label="Events, newest first" onKeyDown={moveBetweenRows}>
        {live.map(row)}
        {live.length > 0 && before.length > 0 ? <li className={classes.mark}>Arrived before you opened this page</li> : null}
        {before.map(row)}
      </ul>
      {nothing ? (
        <EmptyState title="Nothing matches" action={<Button onClick={onClear}>Clear the filters</Button>}>
          Nothing that arrived lately matches. What does is shown here as soon as it arrives.
        </EmptyState>
      ) : null}
      {recent.hasNextPage ? (
        <div className={classes.more}>
          <LoadMore
            list={{
              hasMore: true,
              isLoadingMore: recent.isFetchingNextPage,
              moreError: recent.isFetchNextPageError ? recent.error : null,
              loadMore: () => void recent.fetchNextPage(),
            }}
            label="Load earlier events"
          />
        </div>
      ) : null}
    </div>
  );
}

function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || !event.target.hasAttribute("data-event")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-event]")];
  event.preventDefault();
  rows[rows.indexOf(event.target) + step]?.focus();
}
