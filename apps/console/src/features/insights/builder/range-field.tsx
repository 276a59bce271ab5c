import { NativeSelect, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import type { Range } from "@throughline/contract";
import { useState } from "react";
import { useTimeZone } from "../../../ui/time-zone.ts";
import classes from "./builder.module.css";

const dayIn = (at: number, timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(at);
const units = ["hour", "day", "week", "month"] as const;

/** The last so many days, or from one date to another, both included. */
export function RangeField({ value, onChange }: { value: Range; onChange: (value: Range) => void }) {
  const timeZone = useTimeZone();
  const isLast = "last" in value;
  return (
    <div className={classes.stack}>
      <SegmentedControl
        size="xs"
        aria-label="Kind of range"
        value={isLast ? "last" : "dates"}
        data={[
          { value: "last", label: "Last" },
          { value: "dates", label: "Dates" },
        ]}
        onChange={(kind) => {
          const now = Date.now();
          if (kind === "last") onChange({ last: { value: 30, unit: "day" } });
          else onChange({ from: dayIn(now - 29 * 86_400_000, timeZone), to: dayIn(now, timeZone) });
        }}
      />
      {isLast ? (
        <div className={classes.line}>
          <NumberInput
            aria-label="How many"
            className={classes.number}
            min={1}
            max={1000}
            value={value.last.value}
            onChange={(next) => typeof next === "number" && next >= 1 && onChange({ last: { ...value.last, value: Math.round(next) } })}
          />
          <NativeSelect
            aria-label="Unit of time"
            value={value.last.unit}
            data={units.map((unit) => ({ value: unit, label: `${unit}s` }))}
            onChange={(event) => {
              const unit = units.find((one) => one === event.currentTarget.value);
              if (unit) onChange({ last: { ...value.last, unit } });
            }}
          />
        </div>
      ) : (
        <Dates from={value.from.slice(0, 10)} to={value.to.slice(0, 10)} onChange={onChange} />
      )}
    </div>
  );
}

function Dates({ from, to, onChange }: { from: string; to: string; onChange: (value: Range) => void }) {
  const [dates, setDates] = useState({ from, to });
  const [told, setTold] = useState({ from, to });
  // Undo or a link brought other dates than those told last: show them. The fields stay, and with them the focus.
  if (from !== told.from || to !== told.to) {
    setTold({ from, to });
    setDates({ from, to });
  }
  const backwards = dates.from !== "" && dates.to !== "" && dates.from > dates.to;
  const set = (changes: Partial<typeof dates>) => {
    const next = { ...dates, ...changes };
    setDates(next);
    if (next.from !== "" && next.to !== "" && next.from <= next.to) {
      setTold(next);
      onChange(next);
    }
  };
  return (
    <div className={classes.line}>
      <TextInput
        type="date"
        aria-label="From"
        className={classes.grow}
        value={dates.from}
        onChange={(e) => set({ from: e.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label="To"
        className={classes.grow}
        value={dates.to}
        error={backwards ? "Before the start" : undefined}
        onChange={(e) => set({ to: e.currentTarget.value })}
      />
    </div>
  );
}
