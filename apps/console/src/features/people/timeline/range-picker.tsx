import { Button, Popover, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { DateRangeForm } from "../../../ui/date-range-form.tsx";
import { formatDate } from "../../../ui/format-time.ts";
import classes from "./range-picker.module.css";
import { ranges, type TimelineFilter } from "./timeline-filter.ts";
import type { TimelineState } from "./use-timeline-state.ts";

/** Some days up to now, or from one date to another. */
export function RangePicker({ state: { filter, set } }: { state: TimelineState }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const choose = (changes: { range?: string; from?: string; to?: string }) => {
    set({ range: undefined, from: undefined, to: undefined, ...changes });
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          leftSection={<IconCalendar size={15} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={toggle}
          aria-label={`Time: ${rangeLabel(filter)}`}
        >
          {rangeLabel(filter)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time">
        <div className={classes.presets}>
          {[["", "Any time"] as const, ...Object.entries(ranges)].map(([range, label]) => (
            <UnstyledButton
              key={range}
              className={classes.preset}
              aria-pressed={(filter.range ?? "") === range && !filter.from && !filter.to}
              onClick={() => choose({ range: range || undefined })}
            >
              {label}
            </UnstyledButton>
          ))}
        </div>
        <DateRangeForm
          key={`${filter.from} ${filter.to}`}
          from={filter.from}
          to={filter.to}
          openEnds
          className={classes.dates}
          onChoose={(from, to) => choose({ from: from || undefined, to: to || undefined })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function rangeLabel({ range, from, to }: TimelineFilter): string {
  if (range !== undefined) return Object.hasOwn(ranges, range) ? String(ranges[range]) : `Last ${range.replace("d", " days")}`;
  const date = (text: string) => (Number.isNaN(Date.parse(text)) ? text : formatDate(new Date(`${text}T00:00:00Z`), "UTC"));
  if (from && to) return from === to ? date(from) : `${date(from)} – ${date(to)}`;
  if (from) return `Since ${date(from)}`;
  return to ? `Until ${date(to)}` : "Any time";
}
