import { NativeSelect } from "@mantine/core";
import { useId } from "react";
import classes from "./builder.module.css";

/** A choice with its label before it and, where words matter, a sentence under it. */
export function ChoiceField<T extends string>({
  label,
  value,
  choices,
  explained,
  onChange,
}: {
  label: string;
  value: T;
  choices: Record<T, string>;
  explained?: string;
  onChange: (value: T) => void;
}) {
  const id = useId();
  const keys = Object.keys(choices) as T[];
  return (
    <div className={classes.choice}>
      <label htmlFor={id} className="small dim">
        {label}
      </label>
      <NativeSelect
        id={id}
        value={value}
        data={keys.map((key) => ({ value: key, label: choices[key] }))}
        {...(explained ? { "aria-describedby": `${id}-why` } : {})}
        onChange={(event) => {
          const chosen = keys.find((key) => key === event.currentTarget.value);
          if (chosen) onChange(chosen);
        }}
      />
      {explained ? (
        <p id={`${id}-why`} className={`${classes.explained} small dim`}>
          {explained}
        </p>
      ) : null}
    </div>
  );
}

/** Hours to months, as intervals of a chart. */
export const intervalChoices = { hour: "Hour", day: "Day", week: "Week", month: "Month" };
