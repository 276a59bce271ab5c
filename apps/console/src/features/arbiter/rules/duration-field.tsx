import { Group, NativeSelect, NumberInput } from "@mantine/core";
import type { Duration } from "@throughline/contract";

const units = ["minute", "hour", "day", "week"] as const;

/** A length of time: a whole number and its unit. */
export function DurationField({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string;
  value: Duration;
  disabled: boolean;
  onChange: (value: Duration) => void;
}) {
  const shown = value.unit === "second" ? ["second" as const, ...units] : units;
  return (
    <Group gap={6} align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        w={130}
        min={1}
        max={100_000}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        disabled={disabled}
        value={value.value}
        onChange={(next) => typeof next === "number" && next >= 1 && onChange({ ...value, value: next })}
      />
      <NativeSelect
        aria-label={`${label}: unit`}
        w={104}
        disabled={disabled}
        value={value.unit}
        data={shown.map((unit) => ({ value: unit, label: `${unit}s` }))}
        onChange={(event) => {
          const unit = shown.find((one) => one === event.currentTarget.value);
          if (unit) onChange({ ...value, unit });
        }}
      />
    </Group>
  );
}
