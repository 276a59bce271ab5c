import { Switch } from "@mantine/core";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { formatDay } from "../../ui/format-time.ts";
import { RangePicker } from "../../ui/range-picker.tsx";
import { beforeLabel, presets, rangeLabel, rangeOf, rangeParams } from "./journey-range.ts";

/** Which time the figures are of, and whether they are set against the time before. Kept in the address. */
export function JourneyRangePicker({ state }: { state: ListState }) {
  const range = rangeOf(state);
  const compare = state.filter("compare") !== "off";
  return (
    <RangePicker
      label={rangeLabel(range, formatDay)}
      versus={compare ? beforeLabel(range) : undefined}
      presets={presets.map(({ last, label }) => ({
        label: `Last ${label}`,
        isChosen: range.last === last,
        choose: () => state.set(rangeParams({ last })),
      }))}
      from={range.from}
      to={range.to}
      onDates={(from, to) => state.set(rangeParams({ from, to }))}
    >
      <Switch
        label="Compare with the time before"
        checked={compare}
        onChange={(event) => state.set({ compare: event.currentTarget.checked ? undefined : "off" })}
      />
    </RangePicker>
  );
}
