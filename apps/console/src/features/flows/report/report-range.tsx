import { NativeSelect } from "@mantine/core";
import type { ListState } from "../../../ui/data-table/use-list-state.ts";

const ranges = [
  { value: "", label: "Since it was published" },
  { value: "7", label: "Last 7 days" },
  { value: "28", label: "Last 28 days" },
  { value: "90", label: "Last 90 days" },
];

/** From when, as the server asks for it: a day, so that what was read can be shown again. */
export function rangeOf(state: ListState): { from?: string } {
  const days = Number(state.filter("last"));
  return days > 0 ? { from: new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10) } : {};
}

/** Which time the report is of; kept in the address. */
export function ReportRange({ state }: { state: ListState }) {
  return (
    <NativeSelect
      aria-label="Time"
      data={ranges}
      value={state.filter("last") ?? ""}
      onChange={(event) => state.set({ last: event.currentTarget.value })}
    />
  );
}
