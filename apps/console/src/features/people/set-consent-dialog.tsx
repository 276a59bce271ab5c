import { Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Person } from "@throughline/contract";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { personTitle } from "../../ui/person-title.ts";

type SetConsentProps = { person: Person; purpose: string | null; opened: boolean; onClose: () => void };

/** Records what a person answered. `purpose` is fixed when an existing answer changes. */
export function SetConsentDialog({ person, purpose, opened, onClose }: SetConsentProps) {
  const before = person.consent.find((consent) => consent.purpose === purpose)?.granted;
  const [about, setAbout] = useState(purpose ?? "");
  const [answer, setAnswer] = useState(before === undefined ? "" : before ? "no" : "yes");
  const queryClient = useQueryClient();
  const save = useMutation(
    api.people.setConsent.mutationOptions({
      onError: notifyFailure("Could not record the answer"),
      onSuccess: (changed) => {
        queryClient.setQueryData(api.people.get.queryKey({ input: { id: person.id } }), changed);
        notifyDone(`Recorded: ${about.trim()} ${answer === "yes" ? "allowed" : "refused"}.`);
        onClose();
      },
    }),
  );
  return (
    <Modal opened={opened} onClose={onClose} title={purpose === null ? "Record an answer" : `Change ${purpose}`} size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ id: person.id, purpose: about.trim(), granted: answer === "yes" });
        }}
      >
        <Stack gap={16}>
          <p className="dim">
            What {personTitle(person)} told you, on the phone or in a message. It is kept with your name and the time, after what they said
            before.
          </p>
          {purpose === null ? (
            <TextInput
              label="Purpose"
              description="As sources call it, such as marketing or analytics"
              value={about}
              onChange={(event) => setAbout(event.currentTarget.value)}
              maxLength={64}
              required
              withAsterisk={false}
              data-autofocus
            />
          ) : null}
          <Radio.Group label="Answer" value={answer} onChange={setAnswer}>
            <Group mt={4} gap={20}>
              <Radio value="yes" label="Allowed" />
              <Radio value="no" label="Refused" />
            </Group>
          </Radio.Group>
          <Group justify="flex-end" gap={8}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={save.isPending} disabled={about.trim() === "" || answer === ""}>
              Record
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
