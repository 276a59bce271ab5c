import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Cell, Query, Segment } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { announce } from "../../ui/announce.ts";
import { plural } from "../../ui/format-number.ts";
import { TextLink } from "../../ui/text-link.tsx";
import classes from "./save-segment.module.css";

/** A number of an answer, and the name that is offered for those behind it. */
type SaveSegmentProps = { query: Query; cell: Cell; title: string };

/** Keeps the people behind a number under a name, and leads to them. Nothing for those who may not. */
export function SaveSegment({ query, cell, title }: SaveSegmentProps) {
  const mayWrite = useCan("people:write");
  const queryClient = useQueryClient();
  const [opened, { open, close }] = useDisclosure(false);
  const [name, setName] = useState(title);
  const [saved, setSaved] = useState<Segment | null>(null);
  const save = useMutation(
    api.segments.create.mutationOptions({
      onSuccess: (segment) => {
        setSaved(segment);
        announce(`${segment.name} is saved with ${plural(segment.people, "person", "people")}.`);
        void queryClient.invalidateQueries({ queryKey: api.segments.key() });
      },
    }),
  );
  if (!mayWrite) return null;
  if (saved)
    return (
      <p className={classes.saved}>
        Saved with {plural(saved.people, "person", "people")}:{" "}
        <TextLink to={`/people?${String(new URLSearchParams({ segment: saved.key }))}`}>{saved.name} on People</TextLink>
      </p>
    );
  if (!opened)
    return (
      <Button size="xs" onClick={open}>
        Save as segment
      </Button>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate({ name: name.trim(), query, cell });
  };
  return (
    <form onSubmit={submit} aria-label="Save as segment" className={classes.saving}>
      <Stack gap={8}>
        <TextInput
          label="Name of the segment"
          description="Who is in it stays as it is now."
          autoFocus
          maxLength={200}
          value={name}
          error={save.error ? reasonOf(save.error) : undefined}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group gap={8}>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ""}>
            Save
          </Button>
          <Button onClick={close}>Cancel</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A name makes the key: that the key is taken means to somebody who never saw it that the name is. */
function reasonOf(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  return error.code === "conflict" ? "A segment of this name exists already: choose another." : (error.issueOf("name") ?? error.message);
}
