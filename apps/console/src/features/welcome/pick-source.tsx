import { Button, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Source } from "@throughline/contract";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { freeName } from "./free-name.ts";
import type { Sdk } from "./sdks.ts";
import classes from "./welcome.module.css";

type PickSourceProps = { sdk: Sdk; sources: readonly Source[]; source: Source | undefined; onPick: (id: string | undefined) => void };

/** Takes a source that is there for this SDK, or creates one. */
export function PickSource({ sdk, sources, source, onPick }: PickSourceProps) {
  const fitting = sources.filter(({ kind }) => kind === sdk.sourceKind);
  const [creating, setCreating] = useState(fitting.length === 0);
  if (!creating || source) {
    return (
      <div className={classes.sourceRow}>
        <Select
          aria-label="Source"
          placeholder="Choose a source"
          allowDeselect={false}
          data={fitting.map(({ id, name, health }) => ({
            value: id,
            label: health.lastReceivedAt === null ? `${name} (waiting for its first event)` : name,
          }))}
          value={source?.id ?? null}
          onChange={(id) => onPick(id ?? undefined)}
          className={classes.grow}
        />
        <Button
          onClick={() => {
            setCreating(true);
            onPick(undefined);
          }}
        >
          New source
        </Button>
      </div>
    );
  }
  return (
    <CreateSource
      sdk={sdk}
      taken={new Set(sources.map(({ name }) => name))}
      onCreated={onPick}
      onCancel={fitting.length > 0 ? () => setCreating(false) : undefined}
    />
  );
}

function CreateSource({
  sdk,
  taken,
  onCreated,
  onCancel,
}: {
  sdk: Sdk;
  taken: ReadonlySet<string>;
  onCreated: (id: string) => void;
  onCancel: (() => void) | undefined;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(() => freeName(sdk.sourceName, taken));
  const create = useMutation(
    api.sources.create.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: api.sources.key() });
        onCreated(id);
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), kind: sdk.sourceKind });
  };
  const failure = create.error instanceof ApiError ? (create.error.issueOf("name") ?? create.error.message) : create.error?.message;
  return (
    <form className={classes.sourceRow} onSubmit={submit}>
      <TextInput
        aria-label="Name of the source"
        className={classes.grow}
        maxLength={80}
        value={name}
        error={failure}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === ""}>
        Create source
      </Button>
      {onCancel ? <Button onClick={onCancel}>Cancel</Button> : null}
    </form>
  );
}
