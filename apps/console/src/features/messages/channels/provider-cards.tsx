import { Button, TextInput } from "@mantine/core";
import type { ChannelSettings, ChannelsUpdate } from "@throughline/contract";
import { useState } from "react";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { SecretField } from "./secret-field.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

type Fields = Readonly<Record<string, string>>;
type ProviderCardProps = {
  title: string;
  part: "sms" | "push";
  state: { ready: boolean; problem: string | null };
  /** What is kept; null where there is no provider. */
  kept: Fields | null;
  fields: readonly { name: string; label: string; description?: string }[];
  secret: { name: string; label: string; lines?: boolean; has: boolean };
  disabled: boolean;
  /** What is saved, of what was typed. */
  toUpdate: (typed: Fields) => ChannelsUpdate;
};

/** A channel that somebody else's service carries: its account with them, and a secret. */
function ProviderCard({ title, part, state, kept, fields, secret, disabled, toUpdate }: ProviderCardProps) {
  const start: Fields = { ...Object.fromEntries(fields.map(({ name }) => [name, kept?.[name] ?? ""])), [secret.name]: "" };
  const [typed, setTyped] = useState<Fields | null>(null);
  const [isAsking, setAsking] = useState(false);
  const form = typed ?? start;
  const saving = useChannelsSaving(() => setTyped(null));
  const set = (name: string, value: string) => setTyped({ ...form, [name]: value });
  const trimmed = () =>
    Object.fromEntries(
      Object.entries(form).flatMap(([name, value]) => (name === secret.name && value === "" ? [] : [[name, value.trim()]])),
    );
  return (
    <ChannelCard
      title={title}
      state={state}
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={() => saving.save(toUpdate(trimmed()))}
      actions={
        kept === null ? null : (
          <Button disabled={saving.isPending} onClick={() => setAsking(true)}>
            Take it away…
          </Button>
        )
      }
    >
      <div className={classes.pair}>
        {fields.map(({ name, label, description }) => (
          <TextInput
            key={name}
            label={label}
            description={description}
            disabled={disabled}
            error={saving.errorAt(`${part}.${name}`)}
            value={form[name] ?? ""}
            onChange={(event) => set(name, event.currentTarget.value)}
          />
        ))}
      </div>
      <SecretField
        label={secret.label}
        lines={secret.lines}
        has={secret.has}
        disabled={disabled}
        error={saving.errorAt(`${part}.${secret.name}`)}
        value={form[secret.name] ?? ""}
        onChange={(value) => set(secret.name, value)}
      />
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={`Take away ${title}?`}
        confirmLabel="Take it away"
        destructive
        busy={saving.isPending}
        onConfirm={() => {
          saving.save({ [part]: null });
          setAsking(false);
        }}
      >
        What waits to be sent this way fails, and its secret is forgotten.
      </ConfirmDialog>
    </ChannelCard>
  );
}

/** SMS through Twilio. */
export function SmsCard({ settings, disabled }: { settings: ChannelSettings["sms"]; disabled: boolean }) {
  const { provider } = settings;
  return (
    <ProviderCard
      title="SMS, by Twilio"
      part="sms"
      state={settings}
      disabled={disabled}
      kept={provider && { accountSid: provider.accountSid, from: provider.from }}
      fields={[
        { name: "accountSid", label: "Account SID" },
        { name: "from", label: "From", description: "A number, or a messaging service" },
      ]}
      secret={{ name: "token", label: "Auth token", has: provider?.hasToken ?? false }}
      toUpdate={({ accountSid = "", from = "", token }) => ({ sms: { kind: "twilio", accountSid, from, token } })}
    />
  );
}

/** Push through Firebase. */
export function PushCard({ settings, disabled }: { settings: ChannelSettings["push"]; disabled: boolean }) {
  const { provider } = settings;
  return (
    <ProviderCard
      title="Push, by Firebase Cloud Messaging"
      part="push"
      state={settings}
      disabled={disabled}
      kept={provider && { projectId: provider.projectId, clientEmail: provider.clientEmail }}
      fields={[
        { name: "projectId", label: "Project" },
        { name: "clientEmail", label: "Service account" },
      ]}
      secret={{ name: "privateKey", label: "Private key (PEM)", lines: true, has: provider?.hasKey ?? false }}
      toUpdate={({ projectId = "", clientEmail = "", privateKey }) => ({ push: { kind: "fcm", projectId, clientEmail, privateKey } })}
    />
  );
}
