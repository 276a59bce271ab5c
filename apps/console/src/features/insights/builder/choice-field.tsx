import { NativeSelect } from "@mantine/core";
import { Labelled } from "./labelled.tsx";

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
  const keys = Object.keys(choices) as T[];
  return (
    <Labelled label={label} explained={explained}>
      {(ties) => (
        <NativeSelect
          {...ties}
          value={value}
          data={keys.map((key) => ({ value: key, label: choices[key] }))}
          onChange={(event) => {
            const chosen = keys.find((key) => key === event.currentTarget.value);
            if (chosen) onChange(chosen);
          }}
        />
      )}
    </Labelled>
  );
}

/** Hours to months, as intervals of a chart. */
export const intervalChoices = { hour: "Hour", day: "Day", week: "Week", month: "Month" };
