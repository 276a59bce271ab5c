import { Group, NativeSelect, NumberInput } from "@mantine/core";
import { durationUnits, type Duration } from "@throughline/contract";

type DurationFieldProps = { label: string; value: Duration | null; error?: string | undefined; onChange: (value: Duration | null) => void };

/** A length of time: a whole number and its unit. Empty is none. */
export function DurationField({ label, value, error, onChange }: DurationFieldProps) {
  const unit = value?.unit ?? "day";
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        w={150}
        min={1}
        max={100_000}
        allowDecimal={false}
        allowNegative={false}
        placeholder="none"
        value={value?.value ?? ""}
        error={error}
        onChange={(next) => onChange(typeof next === "number" && next > 0 ? { value: next, unit } : null)}
      />
      <NativeSelect
        aria-label={`${label}: unit`}
        w={110}
        value={unit}
        disabled={value === null}
        data={durationUnits.map((one) => ({ value: one, label: `${one}s` }))}
        onChange={(event) => {
          const next = durationUnits.find((one) => one === event.currentTarget.value);
          if (next && value) onChange({ ...value, unit: next });
        }}
      />
    </Group>
  );
}
