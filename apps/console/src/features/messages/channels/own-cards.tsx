import { Button, Switch } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyFailure } from "../../../app/notify.ts";
import { CodeBlock } from "../../../ui/code-block.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

/** The feed inside the product: who may read it. */
export function InboxCard({ settings, disabled }: { settings: ChannelSettings["inbox"]; disabled: boolean }) {
  const [requireSignature, setRequired] = useState(settings.requireSignature);
  const saving = useChannelsSaving();
  return (
    <ChannelCard
      title="In-app inbox"
      state={settings}
      saving={saving}
      disabled={disabled}
      isChanged={requireSignature !== settings.requireSignature}
      onSave={() => saving.save({ inbox: { requireSignature } })}
      actions={<NewSecret of="inbox" has={settings.hasSecret} />}
    >
      <Switch
        label="Who names a user id must prove it"
        description="Your server signs the user id with the secret; without a secret a user id alone opens nothing"
        checked={requireSignature}
        disabled={disabled}
        onChange={(event) => setRequired(event.currentTarget.checked)}
      />
    </ChannelCard>
  );
}

/** Calls of other systems: how they know that it is us. */
export function WebhookCard({ settings, disabled }: { settings: ChannelSettings["webhook"]; disabled: boolean }) {
  const saving = useChannelsSaving();
  return (
    <ChannelCard
      title="Webhooks"
      state={settings}
      saving={saving}
      disabled={disabled}
      isChanged={false}
      onSave={() => undefined}
      actions={<NewSecret of="webhook" has={settings.hasSecret} />}
    >
      <p className="dim small">
        Each call is signed as standardwebhooks.com says{settings.hasSecret ? "." : ", once there is a secret."} Addresses stand in the
        templates.
      </p>
    </ChannelCard>
  );
}

/** A new secret is told this once; the former one ends. */
function NewSecret({ of, has }: { of: "webhook" | "inbox"; has: boolean }) {
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const make = useMutation(
    api.messages.newSecret.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.messages.channels.key() }),
      onError: notifyFailure("Could not make a secret"),
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <>
      <Button loading={make.isPending} onClick={() => (has ? setAsking(true) : make.mutate({ of }))}>
        {has ? "Make a new secret…" : "Make a secret"}
      </Button>
      {make.data ? (
        <div className={classes.details} role="status">
          <CodeBlock label="The secret" title="Keep it now: it is not shown again" code={make.data.secret} />
        </div>
      ) : null}
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Make a new secret?"
        confirmLabel="Make a new one"
        busy={make.isPending}
        onConfirm={() => make.mutate({ of })}
      >
        The former one ends at once: what is checked with it is refused until the new one is there.
      </ConfirmDialog>
    </>
  );
}
