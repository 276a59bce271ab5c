import { Button, Group, Popover, TextInput, UnstyledButton } from "@mantine/core";
import type { TemplateContent } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import classes from "../messages.module.css";
import { asLocale, localeName, localesOf, withLocale, withoutLocale } from "./edit-content.ts";

type LocaleTabsProps = {
  content: TemplateContent;
  locale: string;
  disabled: boolean;
  onOpen: (locale: string | undefined) => void;
  onChange: (content: TemplateContent) => void;
};

/** The languages: one is open; the first is what people get whose language is not there. */
export function LocaleTabs({ content, locale, disabled, onOpen, onChange }: LocaleTabsProps) {
  return (
    <div className={classes.locales}>
      <div role="group" aria-label="Languages" className={classes.localeList}>
        {localesOf(content).map((one) => (
          <UnstyledButton
            key={one}
            className={classes.localeTab}
            aria-pressed={one === locale}
            onClick={() => onOpen(one === content.fallback ? undefined : one)}
          >
            {localeName(one)}
            {one === content.fallback ? <span className="faint small"> fallback</span> : null}
          </UnstyledButton>
        ))}
        {disabled ? null : (
          <AddLocale
            taken={localesOf(content)}
            onAdd={(added) => {
              onChange(withLocale(content, added));
              onOpen(added);
            }}
          />
        )}
      </div>
      {disabled || locale === content.fallback ? null : (
        <Group gap={8}>
          <Button size="xs" variant="subtle" onClick={() => onChange({ ...content, fallback: locale })}>
            Make it the fallback
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              onChange(withoutLocale(content, locale));
              onOpen(undefined);
            }}
          >
            Remove {localeName(locale)}
          </Button>
        </Group>
      )}
    </div>
  );
}

function AddLocale({ taken, onAdd }: { taken: readonly string[]; onAdd: (locale: string) => void }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const locale = asLocale(text);
  const isTaken = locale !== null && taken.includes(locale);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus shadow="md" position="bottom-start">
      <Popover.Target>
        <Button size="xs" variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => setOpened(!opened)}>
          Language
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Another language">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (locale === null || isTaken) return;
            onAdd(locale);
            setText("");
            setOpened(false);
          }}
        >
          <Group gap={8} align="flex-end">
            <TextInput
              label="Language"
              description={locale && !isTaken ? localeName(locale) : "Such as de or pt-BR"}
              error={isTaken ? "It is there already" : undefined}
              data-autofocus
              maxLength={35}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={locale === null || isTaken}>
              Add
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
