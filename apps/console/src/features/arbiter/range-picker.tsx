import { Button, Popover, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { DateRangeForm } from "../../ui/date-range-form.tsx";
import { formatDate } from "../../ui/format-time.ts";
import classes from "./arbiter.module.css";
import { presets, rangeLabel, rangeOf, rangeParams, type ReportRange } from "./report-range.ts";

const formatDay = (day: string) => formatDate(new Date(`${day}T00:00:00Z`), "UTC");

/** Of which days the report is. Kept in the address. */
export function RangePicker({ state }: { state: ListState }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const range = rangeOf(state);
  const label = rangeLabel(range, formatDay);
  const choose = (next: ReportRange) => {
    state.set(rangeParams(next));
    close();
  };
  const [from, to] = "days" in range ? [undefined, undefined] : [range.from, range.to];
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          leftSection={<IconCalendar size={15} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={toggle}
          aria-label={`Time: ${label}`}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time">
        <div className={classes.presets}>
          {presets.map((days) => (
            <UnstyledButton
              key={days}
              className={classes.preset}
              aria-pressed={"days" in range && range.days === days}
              onClick={() => choose({ days })}
            >
              Last {days} days
            </UnstyledButton>
          ))}
        </div>
        <DateRangeForm
          key={`${from} ${to}`}
          from={from}
          to={to}
          className={classes.dates}
          onChoose={(a, b) => choose({ from: a, to: b })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
