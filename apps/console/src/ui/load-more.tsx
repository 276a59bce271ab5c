import { Button } from "@mantine/core";
import type { Rows } from "./data-table/use-rows.ts";
import { MoreFailed } from "./more-failed.tsx";
import classes from "./states.module.css";

type LoadMoreProps = { list: Pick<Rows<unknown>, "hasMore" | "isLoadingMore" | "moreError" | "loadMore">; label?: string };

/** Below a list that has another page: what loads it, and when it did not come, why, with the same to ask for it again. */
export function LoadMore({ list: { hasMore, isLoadingMore, moreError, loadMore }, label = "Load more" }: LoadMoreProps) {
  if (!hasMore) return null;
  return (
    <div className={classes.more}>
      <MoreFailed error={moreError} />
      <Button loading={isLoadingMore} onClick={loadMore}>
        {moreError ? "Try again" : label}
      </Button>
    </div>
  );
}
