import { Checkbox } from "@mantine/core";
import classes from "./rules.module.css";

type ChecksFieldProps<Name extends string> = {
  label: string;
  words: Record<Name, string | { label: string }>;
  value: readonly Name[];
  disabled: boolean;
  /** At least one stays checked. */
  required?: boolean;
  onChange: (value: Name[]) => void;
};

/** Several of a few names. */
export function ChecksField<Name extends string>({ label, words, value, disabled, required = true, onChange }: ChecksFieldProps<Name>) {
  const names = Object.keys(words) as Name[];
  return (
    <fieldset className={classes.checks} disabled={disabled}>
      <legend>{label}</legend>
      <div>
        {names.map((name) => {
          const word: string | { label: string } = words[name];
          const checked = value.includes(name);
          return (
            <Checkbox
              key={name}
              size="xs"
              label={typeof word === "string" ? word : word.label}
              checked={checked}
              disabled={disabled || (required && checked && value.length === 1)}
              onChange={(event) => onChange(names.filter((one) => (one === name ? event.currentTarget.checked : value.includes(one))))}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
