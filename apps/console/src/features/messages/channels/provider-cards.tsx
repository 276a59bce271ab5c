import { Button, TextInput } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { useState } from "react";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { SecretField } from "./secret-field.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

/** SMS through Twilio. */
export function SmsCard({ settings, disabled }: { settings: ChannelSettings["sms"]; disabled: boolean }) {
  const { provider } = settings;
  const start = { accountSid: provider?.accountSid ?? "", from: provider?.from ?? "", token: "" };
  const [form, setForm] = useState(start);
  const saving = useChannelsSaving(() => setForm((now) => ({ ...now, token: "" })));
  return (
    <ChannelCard
      title="SMS, by Twilio"
      state={settings}
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={() =>
        saving.save({
          sms: {
            kind: "twilio",
            accountSid: form.accountSid.trim(),
            from: form.from.trim(),
            ...(form.token === "" ? {} : { token: form.token }),
          },
        })
      }
      actions={provider ? <TakeAway onClick={() => saving.save({ sms: null })} isPending={saving.isPending} /> : null}
    >
      <div className={classes.pair}>
        <TextInput
          label="Account SID"
          disabled={disabled}
          value={form.accountSid}
          onChange={(event) => setForm({ ...form, accountSid: event.currentTarget.value })}
        />
        <TextInput
          label="From"
          description="A number, or a messaging service"
          disabled={disabled}
          value={form.from}
          onChange={(event) => setForm({ ...form, from: event.currentTarget.value })}
        />
      </div>
      <SecretField
        label="Auth token"
        has={provider?.hasToken ?? false}
        disabled={disabled}
        value={form.token}
        onChange={(token) => setForm({ ...form, token })}
      />
    </ChannelCard>
  );
}

/** Push through Firebase. */
export function PushCard({ settings, disabled }: { settings: ChannelSettings["push"]; disabled: boolean }) {
  const { provider } = settings;
  const start = { projectId: provider?.projectId ?? "", clientEmail: provider?.clientEmail ?? "", privateKey: "" };
  const [form, setForm] = useState(start);
  const saving = useChannelsSaving(() => setForm((now) => ({ ...now, privateKey: "" })));
  return (
    <ChannelCard
      title="Push, by Firebase Cloud Messaging"
      state={settings}
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={() =>
        saving.save({
          push: {
            kind: "fcm",
            projectId: form.projectId.trim(),
            clientEmail: form.clientEmail.trim(),
            ...(form.privateKey === "" ? {} : { privateKey: form.privateKey }),
          },
        })
      }
      actions={provider ? <TakeAway onClick={() => saving.save({ push: null })} isPending={saving.isPending} /> : null}
    >
      <div className={classes.pair}>
        <TextInput
          label="Project"
          disabled={disabled}
          value={form.projectId}
          onChange={(event) => setForm({ ...form, projectId: event.currentTarget.value })}
        />
        <TextInput
          label="Service account"
          disabled={disabled}
          value={form.clientEmail}
          onChange={(event) => setForm({ ...form, clientEmail: event.currentTarget.value })}
        />
      </div>
      <SecretField
        label="Private key (PEM)"
        lines
        has={provider?.hasKey ?? false}
        disabled={disabled}
        value={form.privateKey}
        onChange={(privateKey) => setForm({ ...form, privateKey })}
      />
    </ChannelCard>
  );
}

function TakeAway({ onClick, isPending }: { onClick: () => void; isPending: boolean }) {
  return (
    <Button disabled={isPending} onClick={onClick}>
      Take it away
    </Button>
  );
}
