import { Button, Group, Modal, Radio, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Role } from "@throughline/contract";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { useSession } from "../../../app/session.ts";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { roleWords } from "../role-words.ts";
import classes from "../settings.module.css";

/** Invites somebody by e-mail with a role; shows the link, which also works when no mail can be sent. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Invite somebody" size={520}>
      <InviteForm onClose={onClose} />
    </Modal>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const { role: ownRole, workspace } = useSession();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("editor");
  const invite = useMutation(
    api.workspace.members.invite.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.workspace.members.key() }),
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: email.trim(), role });
  };
  if (invite.data) {
    return (
      <div className={classes.form} role="status">
        <p>
          {invite.data.mailed
            ? `${invite.data.email} gets a mail with this link. You can also pass it on yourself.`
            : `No mail went out: none is set up here, or the mail server did not take it. Give this link to ${invite.data.email} yourself.`}
        </p>
        <CodeBlock label="Invitation link" title="Works once, for 7 days" code={invite.data.link} />
        <Group justify="flex-end" gap={8}>
          <Button onClick={() => invite.reset()}>Invite another</Button>
          <Button variant="filled" onClick={onClose}>
            Done
          </Button>
        </Group>
      </div>
    );
  }
  const failure = invite.error instanceof ApiError ? (invite.error.issueOf("email") ?? invite.error.message) : invite.error?.message;
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label="E-mail"
        type="email"
        required
        withAsterisk={false}
        data-autofocus
        autoComplete="off"
        error={failure}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Radio.Group
        label="Role"
        description={`What they may do in ${workspace.name}; it can be changed later.`}
        value={role}
        onChange={(value) => setRole(value as Role)}
      >
        <div className={classes.choices}>
          {(Object.entries(roleWords) as [Role, string][])
            .filter(([name]) => name !== "owner" || ownRole === "owner")
            .map(([name, words]) => (
              <Radio key={name} value={name} label={name[0]?.toUpperCase() + name.slice(1)} description={words} />
            ))}
        </div>
      </Radio.Group>
      <Group justify="flex-end" gap={8}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={invite.isPending} disabled={email.trim() === ""}>
          Invite
        </Button>
      </Group>
    </form>
  );
}
