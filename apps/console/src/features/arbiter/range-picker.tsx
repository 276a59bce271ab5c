import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { formatDay } from "../../ui/format-time.ts";
import { RangePicker } from "../../ui/range-picker.tsx";
import { presets, rangeLabel, rangeOf, rangeParams, type ReportRange } from "./report-range.ts";

/** Of which days the report is. Kept in the address. */
export function ReportRangePicker({ state }: { state: ListState }) {
  const range = rangeOf(state);
  const choose = (next: ReportRange) => state.set(rangeParams(next));
  const [from, to] = "days" in range ? [undefined, undefined] : [range.from, range.to];
  return (
    <RangePicker
      label={rangeLabel(range, formatDay)}
      presets={presets.map((days) => ({
        label: `Last ${days} days`,
        isChosen: "days" in range && range.days === days,
        choose: () => choose({ days }),
      }))}
      from={from}
      to={to}
      onDates={(first, last) => choose({ from: first, to: last })}
    />
  );
}
