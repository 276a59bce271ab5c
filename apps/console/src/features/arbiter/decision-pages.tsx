import { Button } from "@mantine/core";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState } from "../../ui/error-state.tsx";
import { MoreFailed } from "../../ui/more-failed.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import classes from "./arbiter.module.css";

type DecisionPagesProps<Item extends { id: string }> = {
  list: UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;
  /** Said where there is none. */
  none: string;
  row: (decision: Item) => ReactNode;
};

/** Decisions one below the other, page after page; each row is a list item. */
export function DecisionPages<Item extends { id: string }>({ list, none, row }: DecisionPagesProps<Item>) {
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <LinesSkeleton lines={7} />;
  const items = list.data.pages.flatMap((page) => page.items);
  return (
    <>
      {items.length === 0 ? <p className="dim">{none}</p> : null}
      <ul className={classes.rows} aria-busy={list.isPlaceholderData || undefined}>
        {items.map(row)}
      </ul>
      {list.hasNextPage ? (
        <div>
          <MoreFailed error={list.isFetchNextPageError ? list.error : null} />
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more
          </Button>
        </div>
      ) : null}
    </>
  );
}
