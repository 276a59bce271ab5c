import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { notifyDone } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";
import { plural } from "../../ui/format-number.ts";
import { queryRangeOf, type JourneyRange } from "./journey-range.ts";
import type { JourneyCell } from "./who-cell.ts";

type SaveSegmentProps = { journey: string; range: JourneyRange; cell: JourneyCell; suggested: string };

/** Keeps the people behind a number as a segment under a name. */
export function SaveSegment({ journey, range, cell, suggested }: SaveSegmentProps) {
  const mayWrite = useCan("people:write");
  const queryClient = useQueryClient();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState(suggested);
  const save = useMutation(
    api.segments.create.mutationOptions({
      onSuccess: async (segment) => {
        close();
        await queryClient.invalidateQueries({ queryKey: api.segments.key() });
        notifyDone(`${segment.name} is saved with ${plural(segment.people, "person", "people")}.`);
      },
    }),
  );
  if (!mayWrite) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate({ name: name.trim(), query: { kind: "journey", journey, range: queryRangeOf(range) }, cell });
  };
  const { error } = save;
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" onClick={toggle}>
          Save as segment
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Save as segment">
        <form onSubmit={submit}>
          <Stack gap={10} w={280}>
            <TextInput
              label="Name"
              maxLength={200}
              value={name}
              error={error ? (error instanceof ApiError ? (error.issueOf("name") ?? error.message) : error.message) : undefined}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <p className="dim small">Who is in it stays as it is now.</p>
            <Group justify="flex-end" gap={8}>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ""}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
