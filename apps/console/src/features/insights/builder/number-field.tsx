import { NumberInput } from "@mantine/core";
import { useId } from "react";
import classes from "./builder.module.css";

type NumberFieldProps = { label: string; value: number; min: number; max: number; explained?: string; onChange: (value: number) => void };

/** A whole number within bounds, its label before it; what lies outside of them is not told. */
export function NumberField({ label, value, min, max, explained, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className={classes.choice}>
      <label htmlFor={id} className="small dim">
        {label}
      </label>
      <NumberInput
        id={id}
        className={classes.number}
        allowDecimal={false}
        value={value}
        min={min}
        max={max}
        {...(explained ? { "aria-describedby": `${id}-why` } : {})}
        onChange={(next) => typeof next === "number" && next >= min && next <= max && onChange(next)}
      />
      {explained ? (
        <p id={`${id}-why`} className={`${classes.explained} small dim`}>
          {explained}
        </p>
      ) : null}
    </div>
  );
}
