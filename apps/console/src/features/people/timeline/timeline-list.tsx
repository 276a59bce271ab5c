import type { Interaction } from "@throughline/contract";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import { useTimeZone } from "../../../ui/time-zone.ts";
import type { Story } from "./describe-interaction.ts";
import { groupTimeline } from "./group-timeline.ts";
import { identityChanges } from "./identity-changes.ts";
import { TimelineRowView } from "./timeline-row.tsx";
import { timelineRows, type Detail, type TimelineRow } from "./timeline-rows.ts";
import classes from "./timeline.module.css";
import { useRowFocus } from "./use-row-focus.ts";

export type TimelineListProps = {
  entries: readonly Interaction[];
  detail: Detail;
  accountName: Story["accountName"];
  /** On the timeline of several people: who. */
  personName?: (id: string) => string;
  /** What the customer is called in conversations; on the timeline of several people, by {@link personName}. */
  customer?: string;
  /** Id or message id of the linked interaction. */
  focus?: string | null;
  /** Whether an interaction happened while the page was open. */
  isNew?: (id: string) => boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  onFilterName?: (name: string) => void;
  /** Tells the date at the top of the window while reading further down; null at the top. */
  onDate?: (date: string | null) => void;
};

const heights: Record<TimelineRow["type"], number> = { day: 46, session: 36, entry: 30, fold: 30 };
/** Height of what stays at the top of the window above the list. */
const stickyPx = 60;

/** The rows of a timeline, however many: only those near the window are in the document. */
export function TimelineList(props: TimelineListProps) {
  const { entries, detail, accountName, focus = null, hasMore, isLoadingMore, loadMore, onDate } = props;
  const timeZone = useTimeZone();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(focus === null ? [] : [focus]));

  // A link can lead here while the timeline is open already.
  const [opensFor, setOpensFor] = useState(focus);
  if (opensFor !== focus) {
    setOpensFor(focus);
    if (focus !== null) setOpened(new Set([...opened, focus]));
  }

  const days = useMemo(() => groupTimeline(entries, timeZone), [entries, timeZone]);
  const changes = useMemo(() => identityChanges(entries), [entries]);
  const rows = useMemo(
    () => timelineRows(days, { detail, story: { changes, accountName }, toggled, focus, hasMore }),
    [days, detail, changes, accountName, toggled, focus, hasMore],
  );

  const list = useRef<HTMLDivElement>(null);
  const top = useTop(list);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => heights[rows[index]?.type ?? "entry"],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    scrollMargin: top,
    scrollPaddingStart: stickyPx + 8,
    scrollPaddingEnd: 24,
  });
  const items = virtualizer.getVirtualItems();

  const lastIndex = items.at(-1)?.index ?? -1;
  const wantsMore = hasMore && !isLoadingMore && rows.length > 0 && lastIndex >= rows.length - 12;
  const load = useRef(loadMore);
  load.current = loadMore;
  useEffect(() => {
    if (wantsMore) load.current();
  }, [wantsMore, rows.length]);

  useDate(
    rows,
    virtualizer.getVirtualItemForOffset((virtualizer.scrollOffset ?? 0) + stickyPx)?.index,
    (virtualizer.scrollOffset ?? 0) > top,
    onDate,
  );
  useLinked({
    focus,
    entries,
    rows,
    hasMore,
    isLoadingMore,
    loadMore,
    reveal: (index) => virtualizer.scrollToIndex(index, { align: "center" }),
  });

  const isStop = (index: number) => rows[index]?.type !== "day";
  const keys = useRowFocus(rows.length, isStop, (index) => virtualizer.scrollToIndex(index, { align: "auto" }));
  const toggle = useCallback(
    (row: TimelineRow) =>
      row.type === "entry"
        ? setOpened((before) => without(before, row.key, row.entry.messageId))
        : setToggled((before) => without(before, row.key)),
    [],
  );

  const before = (items[0]?.start ?? top) - top;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  return (
    <div ref={list}>
      <div
        ref={keys.container}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onBlur={keys.onBlur}
        style={{ paddingTop: before, paddingBottom: after }}
      >
        {items.map(({ index, key }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div key={key} ref={virtualizer.measureElement} data-index={index} className={classes.slot}>
              <TimelineRowView
                row={row}
                step={index}
                inOrder={index === keys.active}
                open={row.type === "entry" && (opened.has(row.key) || opened.has(row.entry.messageId))}
                focused={row.type === "entry" && focus !== null && (row.key === focus || row.entry.messageId === focus)}
                fresh={row.type === "entry" && (props.isNew?.(row.key) ?? false)}
                onToggle={toggle}
                onFilterName={props.onFilterName}
                personName={props.personName}
                customer={props.customer}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where an element begins on the page, also after something above it changed its height. */
function useTop(element: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop(Math.round((element.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
}

/** The set with `key` added, or without it (and `other`) if one of them was in it. */
function without(set: ReadonlySet<string>, key: string, other = key): ReadonlySet<string> {
  const next = new Set(set);
  const had = next.delete(key);
  if (!next.delete(other) && !had) next.add(key);
  return next;
}

function useDate(
  rows: readonly TimelineRow[],
  index: number | undefined,
  scrolled: boolean,
  onDate: ((date: string | null) => void) | undefined,
): void {
  let date: string | null = null;
  for (let at = index ?? -1; scrolled && date === null && at >= 0; at--) {
    const row = rows[at];
    if (row?.type === "day") date = row.date;
  }
  useEffect(() => onDate?.(date), [date, onDate]);
}

type LinkedOptions = {
  focus: string | null;
  entries: readonly Interaction[];
  rows: readonly TimelineRow[];
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  reveal: (index: number) => void;
};

/** Loads until the linked interaction is there, then shows it in the middle of the window, once. */
function useLinked({ focus, entries, rows, hasMore, isLoadingMore, loadMore, reveal }: LinkedOptions): void {
  const shown = useRef<string | null>(null);
  const index = focus === null ? -1 : rows.findIndex((row) => row.type === "entry" && (row.key === focus || row.entry.messageId === focus));
  useEffect(() => {
    if (focus === null || shown.current === focus || entries.length === 0) return;
    if (index === -1) {
      if (hasMore && !isLoadingMore && entries.length < 2000) loadMore();
      return;
    }
    shown.current = focus;
    reveal(index);
    const timer = setTimeout(() => reveal(index), 250);
    return () => clearTimeout(timer);
    // Once for each link; what else changes must not scroll the reader away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [focus, index, entries.length, hasMore, isLoadingMore]);
}
