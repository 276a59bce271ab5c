import { NativeSelect, TextInput } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { useState } from "react";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

type Tracking = ChannelSettings["email"]["tracking"];
const choices: { value: Tracking["clicks"]; label: string }[] = [
  { value: "never", label: "Never" },
  { value: "consented", label: "Of those who agreed" },
  { value: "unless_refused", label: "Unless they refused" },
];

/** Whether clicks and opens of mail are noted, and of whom. */
export function TrackingCard({ settings: { tracking }, disabled }: { settings: ChannelSettings["email"]; disabled: boolean }) {
  const [form, setForm] = useState(tracking);
  const saving = useChannelsSaving(({ email }) => setForm(email.tracking));
  const parts = [
    { part: "clicks", label: "Clicks are noted" },
    { part: "opens", label: "Opens are noted" },
  ] as const;
  return (
    <ChannelCard
      title="Tracking of mail"
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(tracking)}
      onSave={() => saving.save({ email: { tracking: form } })}
    >
      <div className={classes.pair}>
        {parts.map(({ part, label }) => (
          <NativeSelect
            key={part}
            label={label}
            disabled={disabled}
            data={choices}
            value={form[part]}
            onChange={(event) =>
              setForm({ ...form, [part]: choices.find(({ value }) => value === event.currentTarget.value)?.value ?? form[part] })
            }
          />
        ))}
      </div>
      <TextInput
        label="Purpose of consent that is asked"
        disabled={disabled}
        maxLength={64}
        error={saving.errorAt("email.tracking.purpose")}
        value={form.purpose}
        onChange={(event) => setForm({ ...form, purpose: event.currentTarget.value })}
      />
    </ChannelCard>
  );
}
