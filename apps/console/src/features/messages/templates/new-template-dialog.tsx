import { Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { messageChannelWords } from "../message-words.ts";

const channels = Object.keys(messageChannelWords) as (keyof typeof messageChannelWords)[];

/** A template by its name: a small example of the channel to begin with, or a copy. */
export function NewTemplateDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [name, setName] = useState("");
  const [begin, setBegin] = useState<string>("email");
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const others = useQuery({ ...api.messages.templates.queryOptions({ input: { limit: 200 } }), enabled: opened });
  const create = useMutation(
    api.messages.createTemplate.mutationOptions({
      onSuccess: ({ key }) => {
        void queryClient.invalidateQueries({ queryKey: api.messages.templates.key() });
        void navigate({ to: "/engage/messages/templates/$templateKey", params: { templateKey: key } });
      },
    }),
  );
  const failure = create.error instanceof ApiError ? create.error : null;
  const channel = channels.find((one) => one === begin);
  return (
    <Modal opened={opened} onClose={onClose} title="New template" size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name: name.trim(), ...(channel ? { channel } : { copyOf: begin.slice("copy ".length) }) });
        }}
      >
        <Stack gap={16}>
          <TextInput
            label="Name"
            placeholder="Help with verification"
            data-autofocus
            maxLength={200}
            value={name}
            error={failure?.issueOf("name") ?? failure?.issueOf("key")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="Begin with"
            value={begin}
            onChange={(event) => setBegin(event.currentTarget.value)}
            data={[
              { group: "A small example", items: channels.map((value) => ({ value, label: messageChannelWords[value] })) },
              ...(others.data && others.data.items.length > 0
                ? [{ group: "A copy of", items: others.data.items.map((one) => ({ value: `copy ${one.key}`, label: one.name })) }]
                : []),
            ]}
          />
          {failure && !failure.issueOf("name") && !failure.issueOf("key") ? <p role="alert">{failure.message}</p> : null}
          <Group justify="flex-end" gap={8}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === ""}>
              Make the template
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
