import { NumberInput } from "@mantine/core";
import classes from "./builder.module.css";

type NumberFieldProps = { label: string; value: number; min: number; max: number; onChange: (value: number) => void };

/** A whole number within bounds; what lies outside of them is not told. */
export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={label}
      className={classes.grow}
      value={value}
      min={min}
      max={max}
      onChange={(next) => typeof next === "number" && next >= min && next <= max && onChange(Math.round(next))}
    />
  );
}
