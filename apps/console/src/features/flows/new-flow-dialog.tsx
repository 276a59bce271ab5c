import { Alert, Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import classes from "./flows.module.css";

/** Names a new flow, from nothing (`blank`) or from a ready one, and opens it. Kept in the address: `choice` is undefined while it is closed. */
export function NewFlowDialog({ choice, onClose }: { choice: string | undefined; onClose: () => void }) {
  const { data } = useQuery(api.flows.examples.queryOptions({ staleTime: 5 * 60_000 }));
  const example = data?.items.find(({ key }) => key === choice);
  return (
    <Modal opened={choice !== undefined} onClose={onClose} title={example ? `New flow: ${example.name}` : "New flow"} size={480}>
      {choice === undefined ? null : (
        <NewFlowForm
          key={example?.key ?? "blank"}
          name={example?.name ?? ""}
          description={example?.description ?? ""}
          example={example?.key}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

type NewFlowFormProps = { name: string; description: string; example: string | undefined; onClose: () => void };

function NewFlowForm({ name: firstName, description: firstDescription, example, onClose }: NewFlowFormProps) {
  const [name, setName] = useState(firstName);
  const [description, setDescription] = useState(firstDescription);
  const [tried, setTried] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useMutation(
    api.flows.create.mutationOptions({
      onSuccess: async (flow) => {
        queryClient.setQueryData(api.flows.get.queryKey({ input: { key: flow.key } }), flow);
        void queryClient.invalidateQueries({ queryKey: api.flows.list.key() });
        await navigate({
          to: "/engage/flows/$flowKey",
          params: { flowKey: flow.key },
          search: (): Record<string, unknown> => (example === undefined ? { step: "trigger" } : {}),
        });
      },
    }),
  );
  const refused = create.error instanceof ApiError ? create.error : null;
  const isTaken = refused?.code === "conflict";
  const nameProblem =
    tried && name.trim() === "" ? "Give it a name." : isTaken ? "A flow of this name exists already." : refused?.issueOf("name");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== "")
      create.mutate({ name: name.trim(), description: description.trim(), ...(example === undefined ? {} : { example }) });
  };
  return (
    <form onSubmit={onSubmit} className={classes.form} noValidate>
      {create.error && !nameProblem ? (
        <Alert color="bleed" role="alert" title="Not made">
          {create.error.message}
        </Alert>
      ) : null}
      <TextInput
        label="Name"
        data-autofocus
        placeholder="Stalled at verification"
        maxLength={200}
        value={name}
        error={nameProblem}
        onChange={(event) => {
          setName(event.currentTarget.value);
          create.reset();
        }}
      />
      <Textarea
        label="What it is for"
        placeholder="Optional"
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <Group justify="flex-end" gap={8}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={create.isPending}>
          {example === undefined ? "Draw it" : "Make it"}
        </Button>
      </Group>
    </form>
  );
}
