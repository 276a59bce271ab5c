import { Group, Input, NativeSelect, NumberInput } from "@mantine/core";
import { durationUnits, type Duration } from "@throughline/contract";
import { useId, useState } from "react";

type LengthFieldProps = { label: string; value: Duration; description?: string; onChange: (value: Duration) => void };

/** A length of time that there must be: a whole number and its unit. */
export function LengthField({ label, value, description, onChange }: LengthFieldProps) {
  const id = useId();
  // Emptied to type another: the former holds until there is one.
  const [isEmpty, setEmpty] = useState(false);
  return (
    <Input.Wrapper id={id} label={label} description={description} error={isEmpty ? "How long?" : undefined}>
      <Group gap={6} wrap="nowrap">
        <NumberInput
          id={id}
          w={130}
          min={1}
          max={100_000}
          allowDecimal={false}
          allowNegative={false}
          value={isEmpty ? "" : value.value}
          error={isEmpty}
          onChange={(next) => {
            const isWhole = typeof next === "number" && next >= 1;
            setEmpty(!isWhole);
            if (isWhole && next !== value.value) onChange({ ...value, value: next });
          }}
        />
        <UnitSelect label={label} value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
      </Group>
    </Input.Wrapper>
  );
}

type OptionalLengthProps = {
  label: string;
  value: Duration | null;
  /** What is so without one: “as long as it takes”. */
  none: string;
  /** What stands before one: “after”. */
  some?: string;
  description?: string;
  /** What it begins with once there is one. */
  first?: Duration;
  onChange: (value: Duration | null) => void;
};

/** A length of time, or none. */
export function OptionalLength({
  label,
  value,
  none,
  some = "after",
  description,
  first = { value: 1, unit: "day" },
  onChange,
}: OptionalLengthProps) {
  const id = useId();
  return (
    <Input.Wrapper id={id} label={label} description={description}>
      <Group gap={6} wrap="nowrap">
        <NativeSelect
          id={id}
          flex={1}
          value={value === null ? "none" : "some"}
          data={[
            { value: "none", label: none },
            { value: "some", label: value === null ? `${some}…` : some },
          ]}
          onChange={(event) => onChange(event.currentTarget.value === "none" ? null : (value ?? first))}
        />
        {value === null ? null : (
          <>
            <NumberInput
              aria-label={`${label}: how long`}
              w={72}
              min={1}
              max={100_000}
              allowDecimal={false}
              allowNegative={false}
              value={value.value}
              onChange={(next) => typeof next === "number" && next >= 1 && next !== value.value && onChange({ ...value, value: next })}
            />
            <UnitSelect label={label} value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}

function UnitSelect({ label, value, onChange }: { label: string; value: Duration["unit"]; onChange: (unit: Duration["unit"]) => void }) {
  return (
    <NativeSelect
      aria-label={`${label}: unit`}
      w={104}
      value={value}
      data={durationUnits.map((unit) => ({ value: unit, label: `${unit}s` }))}
      onChange={(event) => {
        const unit = durationUnits.find((one) => one === event.currentTarget.value);
        if (unit) onChange(unit);
      }}
    />
  );
}
