import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import classes from "../messages.module.css";

type HeadersFieldProps = { value: Record<string, string>; disabled: boolean; onChange: (value: Record<string, string>) => void };

/** Headers of a request, by name. */
export function HeadersField({ value, disabled, onChange }: HeadersFieldProps) {
  const entries = Object.entries(value);
  const replace = (index: number, entry: [string, string] | null) =>
    onChange(Object.fromEntries(entries.flatMap((one, at) => (at === index ? (entry === null ? [] : [entry]) : [one]))));
  const free = ["X-Header", ...Array.from({ length: 20 }, (_, index) => `X-Header-${index + 2}`)].find(
    (name) => !Object.hasOwn(value, name),
  );
  return (
    <div className={classes.headers} role="group" aria-label="Headers">
      {entries.map(([name, text], index) => (
        // Their names change as they are typed: their place is what stays.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.headerRow}>
          <TextInput
            aria-label={`Header ${index + 1}: name`}
            disabled={disabled}
            value={name}
            onChange={(event) => replace(index, [event.currentTarget.value, text])}
          />
          <TextInput
            aria-label={`Header ${index + 1}: value`}
            disabled={disabled}
            value={text}
            onChange={(event) => replace(index, [name, event.currentTarget.value])}
          />
          {disabled ? null : (
            <ActionIcon size={32} aria-label={`Remove the header ${name}`} onClick={() => replace(index, null)}>
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </div>
      ))}
      {disabled || entries.length >= 20 || free === undefined ? null : (
        <div>
          <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => onChange({ ...value, [free]: "" })}>
            Header
          </Button>
        </div>
      )}
    </div>
  );
}
