import { Button, Popover, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { DateRangeForm } from "./date-range-form.tsx";
import classes from "./range-picker.module.css";

type RangePickerProps = {
  /** What is chosen: “Last 28 days”. */
  label: string;
  /** What it is set against, said after it: “30 days before”. */
  versus?: string | undefined;
  presets: readonly { label: string; isChosen: boolean; choose: () => void }[];
  /** The dates that are chosen, as YYYY-MM-DD. */
  from: string | undefined;
  to: string | undefined;
  /** Whether one of the two dates will do. */
  openEnds?: boolean;
  /** A date is "" where that end is left open. */
  onDates: (from: string, to: string) => void;
  /** What else is chosen there. */
  children?: ReactNode;
};

/** Which time something is of: some days up to now, or from one date to another. */
export function RangePicker({ label, versus, presets, from, to, openEnds = false, onDates, children }: RangePickerProps) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          leftSection={<IconCalendar size={15} />}
          rightSection={<IconChevronDown size={14} />}
          onClick={toggle}
          aria-label={`Time: ${label}${versus === undefined ? "" : ` vs. ${versus}`}`}
        >
          {label}
          {versus === undefined ? null : <span className={classes.versus}> vs. {versus}</span>}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Time">
        <div className={classes.presets}>
          {presets.map((preset) => (
            <UnstyledButton
              key={preset.label}
              className={classes.preset}
              aria-pressed={preset.isChosen}
              onClick={() => {
                preset.choose();
                close();
              }}
            >
              {preset.label}
            </UnstyledButton>
          ))}
        </div>
        <DateRangeForm
          key={`${from} ${to}`}
          from={from}
          to={to}
          openEnds={openEnds}
          className={classes.part}
          onChoose={(first, last) => {
            onDates(first, last);
            close();
          }}
        />
        {children === undefined ? null : <div className={classes.part}>{children}</div>}
      </Popover.Dropdown>
    </Popover>
  );
}
