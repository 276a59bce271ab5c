import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useState, type RefObject } from "react";

const rowHeight = 37;

/** The rows near the window, and the height of what is left out before and after. Loads more near the end. */
export function useWindowRows(
  count: number,
  body: RefObject<HTMLElement | null>,
  list: { hasMore: boolean; isLoadingMore: boolean; moreError: Error | null; loadMore: () => void },
) {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, [body]);
  const virtualizer = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan: 16, scrollMargin: top });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  // What failed is not asked for again by itself: that would never end.
  const wantsMore = list.hasMore && !list.isLoadingMore && list.moreError === null && count > 0 && lastIndex >= count - 8;
  useEffect(() => {
    if (wantsMore) list.loadMore();
    // Only reaching the end loads; a new object with the same rows does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wantsMore]);
  return {
    items,
    before: (items[0]?.start ?? top) - top,
    after: virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top),
    measure: virtualizer.measureElement,
    reveal: (index: number) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
