import { Button, Group, Popover, Stack, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Seam } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { useCan } from "../../app/session.ts";
import classes from "./journeys.module.css";
import { OwnerMark } from "./owner-mark.tsx";

/** Who answers for a hand-off, and what they noted; changed in place by those who may. */
export function SeamOwner({ journey, seam, name, isNeeded }: { journey: string; seam: Seam; name: string; isNeeded: boolean }) {
  const mayWrite = useCan("journeys:write");
  const queryClient = useQueryClient();
  const [opened, { toggle, close }] = useDisclosure(false);
  const [owner, setOwner] = useState(seam.owner ?? "");
  const [note, setNote] = useState(seam.note);
  const save = useMutation(
    api.journeys.setSeam.mutationOptions({
      onSuccess: async () => {
        close();
        await queryClient.invalidateQueries({ queryKey: api.journeys.seams.key() });
        notifyDone(`Saved who answers for ${name}.`);
      },
      onError: notifyFailure("Could not save the owner"),
    }),
  );
  if (!mayWrite) return <OwnerMark owner={seam.owner} isNeeded={isNeeded} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ key: journey, seam: seam.key, owner: owner.trim() === "" ? null : owner.trim(), note });
  };
  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <UnstyledButton
          className={classes.ownerButton}
          onClick={toggle}
          aria-label={`Owner of ${name}: ${seam.owner ?? "nobody"}. Change`}
          title={seam.note || undefined}
        >
          <OwnerMark owner={seam.owner} isNeeded={isNeeded} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={`Owner of ${name}`}>
        <form onSubmit={submit}>
          <Stack gap={10} w={260}>
            <TextInput
              label="Owner"
              placeholder="A person or a team"
              maxLength={100}
              value={owner}
              onChange={(event) => setOwner(event.currentTarget.value)}
            />
            <Textarea
              label="Note"
              placeholder="What is agreed about this hand-off"
              maxLength={2000}
              rows={3}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap={8}>
              <Button onClick={close}>Cancel</Button>
              <Button type="submit" variant="filled" loading={save.isPending}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
