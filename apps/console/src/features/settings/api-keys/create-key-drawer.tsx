import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Permission } from "@throughline/contract";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { useSession } from "../../../app/session.ts";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { permissionWords } from "../role-words.ts";
import classes from "../settings.module.css";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "One year" },
  { value: "never", label: "Does not expire" },
];
const all = Object.keys(permissionWords) as Permission[];

/** Makes a key with chosen scopes; the key itself is shown this once. */
export function CreateKeyDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <SideDrawer opened={opened} onClose={onClose} title="New API key">
      <CreateKeyForm onClose={onClose} />
    </SideDrawer>
  );
}

function CreateKeyForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const { permissions } = useSession();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Permission[]>(
    all.filter((scope) => scope.endsWith(":read") && permissions.includes(scope) && !scope.startsWith("keys")),
  );
  const [lifetime, setLifetime] = useState("90");
  const create = useMutation(
    api.workspace.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.workspace.apiKeys.key() }),
    }),
  );
  const failure = create.error instanceof ApiError ? create.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), scopes, expiresInDays: lifetime === "never" ? null : Number(lifetime) });
  };
  if (create.data) return <NewKey apiKey={create.data.key} onClose={onClose} />;
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="Name"
        description="What uses it, so that you know what breaks when you revoke it."
        placeholder="Nightly export"
        required
        withAsterisk={false}
        maxLength={80}
        data-autofocus
        error={failure?.issueOf("name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Works for"
        allowDeselect={false}
        data={lifetimes}
        value={lifetime}
        onChange={(value) => setLifetime(value ?? lifetime)}
      />
      <Checkbox.Group
        label="It may"
        description="No more than you may yourself."
        value={scopes}
        onChange={(values) => setScopes(values as Permission[])}
      >
        <div className={classes.choices}>
          {all.map((scope) => (
            <Checkbox
              key={scope}
              value={scope}
              label={permissionWords[scope]}
              description={scope}
              disabled={!permissions.includes(scope)}
            />
          ))}
        </div>
      </Checkbox.Group>
      {failure && failure.issueOf("name") === undefined ? (
        <p role="alert" className={classes.bleeds}>
          {failure.message}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="filled" loading={create.isPending} disabled={name.trim() === "" || scopes.length === 0}>
          Create the key
        </Button>
      </div>
    </form>
  );
}

function NewKey({ apiKey, onClose }: { apiKey: string; onClose: () => void }) {
  return (
    <div className={classes.form} role="status">
      <p className={classes.once}>
        <b>This is the only time that the key is shown.</b> Copy it now, and keep it where secrets are kept.
      </p>
      <CodeBlock label="The API key" title="The key" code={apiKey} />
      <CodeBlock
        label="Try the key with curl"
        title="Try it"
        code={`curl ${window.location.origin}/api/v1/session \\\n  --header "authorization: Bearer ${apiKey}"`}
      />
      <div>
        <Button variant="filled" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </div>
  );
}
