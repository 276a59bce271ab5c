import { ActionIcon, Button, TextInput } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import classes from "../messages.module.css";
import { ChannelCard } from "./channel-card.tsx";
import { useChannelsSaving } from "./use-channels-saving.ts";

/** The page on which people choose what they get. */
export function PreferencesCard({
  settings: { company, topics, address },
  disabled,
}: {
  settings: ChannelSettings["preferences"];
  disabled: boolean;
}) {
  const start = { company, topics };
  const [form, setForm] = useState(start);
  const saving = useChannelsSaving();
  const replace = (index: number, topic: (typeof topics)[number] | null) =>
    setForm({ ...form, topics: form.topics.flatMap((one, at) => (at === index ? (topic ?? []) : one)) });
  return (
    <ChannelCard
      title="Preference centre"
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={() => saving.save({ preferences: form })}
    >
      <p className="dim small">
        Each message leads to a page where its reader chooses among these topics, or leaves all of them:{" "}
        <code className={classes.breaking}>{address}</code>
      </p>
      <TextInput
        label="Name of the company"
        placeholder="the workspace’s"
        maxLength={200}
        disabled={disabled}
        value={form.company}
        onChange={(event) => setForm({ ...form, company: event.currentTarget.value })}
      />
      <ul className={classes.topics} aria-label="Topics">
        {form.topics.map((topic, index) => (
          // Topics have no identity but their place while they are written.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index} className={classes.topic}>
            <TextInput
              label="Key"
              maxLength={64}
              disabled={disabled}
              value={topic.key}
              onChange={(event) => replace(index, { ...topic, key: event.currentTarget.value })}
            />
            <TextInput
              label="Name"
              maxLength={100}
              disabled={disabled}
              value={topic.name}
              onChange={(event) => replace(index, { ...topic, name: event.currentTarget.value })}
            />
            <TextInput
              label="What it is"
              maxLength={500}
              disabled={disabled}
              value={topic.description}
              onChange={(event) => replace(index, { ...topic, description: event.currentTarget.value })}
            />
            {disabled ? null : (
              <ActionIcon size={32} aria-label={`Remove the topic ${topic.name || topic.key}`} onClick={() => replace(index, null)}>
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {disabled || form.topics.length >= 50 ? null : (
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => setForm({ ...form, topics: [...form.topics, { key: "", name: "", description: "" }] })}
          >
            Topic
          </Button>
        </div>
      )}
    </ChannelCard>
  );
}
