import { useInfiniteQuery, type InfiniteData, type QueryKey, type UseInfiniteQueryOptions } from "@tanstack/react-query";

type PageOf<Row> = { items: Row[]; next: string | null };

/** What {@link DataTable} shows: the rows loaded so far, and how to get more. */
export type Rows<Row, Page = unknown> = {
  rows: Row[];
  /** The first page as the server gave it, for what stands beside the items, such as `total`. */
  firstPage: Page | undefined;
  isPending: boolean;
  /** The rows belong to an older question; new ones are on their way. */
  isStale: boolean;
  error: Error | null;
  retry: () => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  /** Why the next page did not come; until somebody asks for it again. */
  moreError: Error | null;
  loadMore: () => void;
};

/**
 * Cursor-paged rows of a list procedure:
 * `useRows(api.people.list.infiniteOptions({ input: (cursor: string | undefined) => ({ cursor, search }), ...byCursor }))`.
 */
export function useRows<Row, Page extends PageOf<Row> & { items: Row[] }>(
  options: UseInfiniteQueryOptions<Page, Error, InfiniteData<Page, string | undefined>, QueryKey, string | undefined>,
): Rows<Page["items"][number], Page> {
  const query = useInfiniteQuery({ placeholderData: (previous) => previous, ...options });
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    firstPage: query.data?.pages[0],
    isPending: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.isError && !query.data ? query.error : null,
    retry: () => void query.refetch(),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    moreError: query.isFetchNextPageError ? query.error : null,
    loadMore: () => void query.fetchNextPage(),
  };
}

/** How our lists are paged, for `infiniteOptions`. */
export const byCursor = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: { next: string | null }): string | undefined => last.next ?? undefined,
};

/** Rows that are all there, from a list without pages. */
export function allRows<Row>(query: {
  data: { items: Row[] } | undefined;
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
}): Rows<Row> {
  return {
    rows: query.data?.items ?? [],
    firstPage: undefined,
    isPending: query.isPending,
    isStale: false,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
    hasMore: false,
    isLoadingMore: false,
    moreError: null,
    loadMore: () => undefined,
  };
}
