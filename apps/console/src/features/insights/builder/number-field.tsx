import { NumberInput } from "@mantine/core";
import { useState } from "react";
import classes from "./builder.module.css";
import { Labelled } from "./labelled.tsx";

type NumberFieldProps = { label: string; value: number; min: number; max: number; explained?: string; onChange: (value: number) => void };

/** A whole number within bounds, its label before it. What lies outside of them is not told while it is typed, and becomes the nearest bound after. */
export function NumberField({ label, value, min, max, explained, onChange }: NumberFieldProps) {
  // What is typed and not (yet) within bounds; null shows the value.
  const [typed, setTyped] = useState<number | string | null>(null);
  const tell = (next: number) => {
    setTyped(null);
    if (next !== value) onChange(next);
  };
  return (
    <Labelled label={label} explained={explained}>
      {(ties) => (
        <NumberInput
          {...ties}
          className={classes.number}
          allowDecimal={false}
          value={typed ?? value}
          min={min}
          max={max}
          clampBehavior="none"
          onChange={(next) => (typeof next === "number" && next >= min && next <= max ? tell(next) : setTyped(next))}
          onBlur={() => (typeof typed === "number" ? tell(Math.min(max, Math.max(min, typed))) : setTyped(null))}
        />
      )}
    </Labelled>
  );
}
