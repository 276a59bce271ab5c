import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import type { Flow } from "@throughline/contract";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";

/** Another name, another description. */
export function RenameDialog({ flow, onDone, onClose }: { flow: Flow; onDone: (flow: Flow) => void; onClose: () => void }) {
  const [name, setName] = useState(flow.name);
  const [description, setDescription] = useState(flow.description);
  const update = useMutation(
    api.flows.update.mutationOptions({
      onSuccess: (after) => {
        onDone(after);
        onClose();
      },
    }),
  );
  const problem =
    name.trim() === ""
      ? "Give it a name."
      : update.error instanceof ApiError
        ? (update.error.issueOf("name") ?? update.error.message)
        : update.error?.message;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") update.mutate({ key: flow.key, name: name.trim(), description: description.trim() });
  };
  return (
    <Modal opened onClose={onClose} title="Rename the flow" size={440}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap={14}>
          <TextInput
            label="Name"
            data-autofocus
            maxLength={200}
            value={name}
            error={problem}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label="What it is for"
            autosize
            minRows={2}
            maxRows={6}
            maxLength={2000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap={8}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
