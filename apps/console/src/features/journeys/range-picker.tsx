import { Button, Popover, Switch, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { DateRangeForm } from "../../ui/date-range-form.tsx";
import { formatDate } from "../../ui/format-time.ts";
import { beforeLabel, presets, rangeLabel, rangeOf, rangeParams, type JourneyRange } from "./journey-range.ts";
import classes from "./range-picker.module.css";

const formatDay = (date: string) => formatDate(new Date(`${date}T00:00:00Z`), "UTC");

/** Which time the figures are of, and whether they are set against the time before. Kept in the address. */
export function RangePicker({ state }: { state: ListState }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const range = rangeOf(state);
  const compare = state.filter("compare") !== "off";
  const label = rangeLabel(range, formatDay);
  const choose = (next: JourneyRange) => {
    state.set(rangeParams(next));
    close();
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          leftSection={<IconCalendar size={15} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={toggle}
          aria-label={`Time: ${label}${compare ? ` vs. ${beforeLabel(range)}` : ""}`}
        >
          {label}
          {compare ? <span className={classes.versus}> vs. {beforeLabel(range)}</span> : null}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time">
        <div className={classes.presets}>
          {presets.map(({ last, label: name }) => (
            <UnstyledButton key={last} className={classes.preset} aria-pressed={range.last === last} onClick={() => choose({ last })}>
              Last {name}
            </UnstyledButton>
          ))}
        </div>
        <DateRangeForm
          key={`${range.from} ${range.to}`}
          from={range.from}
          to={range.to}
          className={classes.dates}
          onChoose={(from, to) => choose({ from, to })}
        />
        <Switch
          className={classes.compare}
          label="Compare with the time before"
          checked={compare}
          onChange={(event) => state.set({ compare: event.currentTarget.checked ? undefined : "off" })}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
