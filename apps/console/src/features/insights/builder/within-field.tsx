import { NativeSelect, NumberInput } from "@mantine/core";
import { describeDuration, durationUnits, type Duration } from "@throughline/contract";
import { useState } from "react";
import classes from "./builder.module.css";

const offered: Duration[] = [
  { value: 1, unit: "hour" },
  { value: 1, unit: "day" },
  ...[7, 14, 30, 90].map((value): Duration => ({ value, unit: "day" })),
];
const keyOf = ({ value, unit }: Duration) => `${value} ${unit}`;
const other = "other";

type WithinFieldProps = {
  label: string;
  value: Duration | undefined;
  /** How no bound and a bound are called: “ever”, “last 7 days”. */
  none: string;
  words: (duration: string) => string;
  onChange: (value: Duration | undefined) => void;
};

/** A length of time, or none: the usual ones to pick, any other to type. */
export function WithinField({ label, value, none, words, onChange }: WithinFieldProps) {
  const [isOther, setOther] = useState(() => value !== undefined && !offered.some((one) => keyOf(one) === keyOf(value)));
  // Undo or a link brought one that cannot be picked.
  const typed = value !== undefined && (isOther || !offered.some((one) => keyOf(one) === keyOf(value)));
  return (
    <>
      <NativeSelect
        aria-label={label}
        className={classes.grow}
        value={value === undefined ? "" : typed ? other : keyOf(value)}
        data={[
          { value: "", label: none },
          ...offered.map((one) => ({ value: keyOf(one), label: words(describeDuration(one).replace(/^1 /, "")) })),
          { value: other, label: typed ? words("…").trim() : "other…" },
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setOther(chosen === other);
          if (chosen === other) onChange(value ?? { value: 30, unit: "day" });
          else onChange(offered.find((one) => keyOf(one) === chosen));
        }}
      />
      {typed ? (
        <>
          <NumberInput
            aria-label={`${label}, how long`}
            className={classes.number}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={value.value}
            onChange={(next) => typeof next === "number" && next >= 1 && onChange({ ...value, value: next })}
          />
          <NativeSelect
            aria-label={`${label}, unit`}
            value={value.unit}
            data={durationUnits.map((unit) => ({ value: unit, label: `${unit}s` }))}
            onChange={(event) => {
              const unit = durationUnits.find((one) => one === event.currentTarget.value);
              if (unit) onChange({ ...value, unit });
            }}
          />
        </>
      ) : null}
    </>
  );
}
