import { formatDay } from "../../../ui/format-time.ts";
import { RangePicker } from "../../../ui/range-picker.tsx";
import { ranges, type TimelineFilter } from "./timeline-filter.ts";
import type { TimelineState } from "./use-timeline-state.ts";

/** Some days up to now, or from one date to another. */
export function TimelineRangePicker({ state: { filter, set } }: { state: TimelineState }) {
  const choose = (changes: { range?: string; from?: string; to?: string }) =>
    set({ range: undefined, from: undefined, to: undefined, ...changes });
  return (
    <RangePicker
      label={rangeLabel(filter)}
      presets={[["", "Any time"] as const, ...Object.entries(ranges)].map(([range, label]) => ({
        label,
        isChosen: (filter.range ?? "") === range && !filter.from && !filter.to,
        choose: () => choose({ range: range || undefined }),
      }))}
      from={filter.from}
      to={filter.to}
      openEnds
      onDates={(from, to) => choose({ from: from || undefined, to: to || undefined })}
    />
  );
}

function rangeLabel({ range, from, to }: TimelineFilter): string {
  if (range !== undefined) return Object.hasOwn(ranges, range) ? String(ranges[range]) : `Last ${range.replace("d", " days")}`;
  if (from && to) return from === to ? formatDay(from) : `${formatDay(from)} – ${formatDay(to)}`;
  if (from) return `Since ${formatDay(from)}`;
  return to ? `Until ${formatDay(to)}` : "Any time";
}
