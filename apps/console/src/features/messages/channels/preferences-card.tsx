import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import type { ChannelSettings } from "@throughline/contract";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import classes from "../messages.module.css";
import { localeName } from "../templates/edit-content.ts";
import { ChannelCard } from "./channel-card.tsx";
import { wordsIn, withWords, type Topic } from "./topic-words.ts";
import { useChannelsSaving } from "./use-channels-saving.ts";

type Preferences = ChannelSettings["preferences"];
const startOf = ({ company, topics }: Preferences) => ({ company, topics });

/** The page on which people choose what they get, and its topics, in each language that it speaks. */
export function PreferencesCard({ settings, disabled }: { settings: Preferences; disabled: boolean }) {
  const start = startOf(settings);
  const [form, setForm] = useState(start);
  /** In which language the topics are named; "" where they have no other words. */
  const [language, setLanguage] = useState("");
  const saving = useChannelsSaving(({ preferences }) => setForm(startOf(preferences)));
  const replace = (index: number, topic: Topic | null) =>
    setForm({ ...form, topics: form.topics.flatMap((one, at) => (at === index ? (topic ?? []) : one)) });
  const languages = [...new Set([...settings.languages, ...form.topics.flatMap(({ locales }) => Object.keys(locales ?? {}))])];
  return (
    <ChannelCard
      title="Preference centre"
      saving={saving}
      disabled={disabled}
      isChanged={JSON.stringify(form) !== JSON.stringify(start)}
      onSave={() => saving.save({ preferences: form })}
    >
      <p className="dim small">
        Each message leads to a page where its reader chooses among these topics, or leaves all of them. It speaks the reader’s language
        where it can: <code className={classes.breaking}>{settings.address}</code>
      </p>
      <div className={classes.pair}>
        <TextInput
          label="Name of the company"
          placeholder="the workspace’s"
          maxLength={200}
          disabled={disabled}
          error={saving.errorAt("preferences.company")}
          value={form.company}
          onChange={(event) => setForm({ ...form, company: event.currentTarget.value })}
        />
        {form.topics.length === 0 ? null : (
          <NativeSelect
            label="Topics are named in"
            data={[
              { value: "", label: "Any language" },
              ...languages.map((value) => ({ value, label: `${localeName(value)}, where it differs` })),
            ]}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          />
        )}
      </div>
      <ul className={classes.topics} aria-label="Topics">
        {form.topics.map((topic, index) => {
          const words = wordsIn(topic, language);
          const at = `preferences.topics.${index}`;
          const place = language === "" ? at : `${at}.locales.${language}`;
          const write = (changes: { name?: string; description?: string }) => replace(index, withWords(topic, language, changes));
          return (
            // Topics have no identity but their place while they are written.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index} className={classes.topic}>
              <TextInput
                label="Key"
                maxLength={64}
                disabled={disabled || language !== ""}
                error={saving.errorAt(`${at}.key`)}
                value={topic.key}
                onChange={(event) => replace(index, { ...topic, key: event.currentTarget.value })}
              />
              <TextInput
                label="Name"
                maxLength={100}
                disabled={disabled}
                placeholder={language === "" ? undefined : topic.name}
                error={saving.errorAt(`${place}.name`)}
                value={words.name}
                onChange={(event) => write({ name: event.currentTarget.value })}
              />
              <TextInput
                label="What it is"
                maxLength={500}
                disabled={disabled}
                placeholder={language === "" ? undefined : topic.description}
                error={saving.errorAt(`${place}.description`)}
                value={words.description}
                onChange={(event) => write({ description: event.currentTarget.value })}
              />
              {disabled ? null : (
                <ActionIcon size={32} aria-label={`Remove the topic ${topic.name || topic.key}`} onClick={() => replace(index, null)}>
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </li>
          );
        })}
      </ul>
      {disabled || form.topics.length >= 50 ? null : (
        <div>
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => {
              setLanguage("");
              setForm({ ...form, topics: [...form.topics, { key: "", name: "", description: "" }] });
            }}
          >
            Topic
          </Button>
        </div>
      )}
    </ChannelCard>
  );
}
