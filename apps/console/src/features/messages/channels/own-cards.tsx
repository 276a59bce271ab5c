import { Switch } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { useState } from "react";
import { ChannelCard } from "./channel-card.tsx";
import { NewSecret } from "./new-secret.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

/** The feed inside the product: who may read it. */
export function InboxCard({ settings, disabled }: { settings: ChannelSettings["inbox"]; disabled: boolean }) {
  const [requireSignature, setRequired] = useState(settings.requireSignature);
  const saving = useChannelsSaving(({ inbox }) => setRequired(inbox.requireSignature));
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
  return (
    <ChannelCard title="Webhooks" state={settings} disabled={disabled} actions={<NewSecret of="webhook" has={settings.hasSecret} />}>
      <p className="dim small">
        Each call is signed as standardwebhooks.com says{settings.hasSecret ? "." : ", once there is a secret."} Addresses stand in the
        templates.
      </p>
    </ChannelCard>
  );
}
