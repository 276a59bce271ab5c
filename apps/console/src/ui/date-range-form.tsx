import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";

type DateRangeFormProps = {
  /** Dates as YYYY-MM-DD; a form that is to begin anew with others gets another key. */
  from: string | undefined;
  to: string | undefined;
  /** Whether one of the two will do. */
  openEnds?: boolean;
  className: string | undefined;
  /** A date is "" where that end is left open. */
  onChoose: (from: string, to: string) => void;
};

/** From one date to another, not backwards; chosen when it is sent. */
export function DateRangeForm({ from: givenFrom, to: givenTo, openEnds = false, className, onChoose }: DateRangeFormProps) {
  const [from, setFrom] = useState(givenFrom ?? "");
  const [to, setTo] = useState(givenTo ?? "");
  const backwards = from !== "" && to !== "" && from > to;
  const isEnough = openEnds ? from !== "" || to !== "" : from !== "" && to !== "";
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards && isEnough) onChoose(from, to);
      }}
    >
      <Stack gap={8} className={className}>
        <Group gap={8} wrap="nowrap">
          <TextInput type="date" label="From" value={from} max={to || undefined} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput
            type="date"
            label="To"
            value={to}
            min={from || undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={backwards ? "Before the start" : undefined}
          />
        </Group>
        <Button type="submit" disabled={backwards || !isEnough}>
          Show these dates
        </Button>
      </Stack>
    </form>
  );
}
