import { Button, NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import type { TemplateContent } from "@throughline/contract";
import classes from "../messages.module.css";
import { partOf, withPart } from "./edit-content.ts";
import { HeadersField } from "./headers-field.tsx";

type ContentFieldsProps = { content: TemplateContent; locale: string; disabled: boolean; onChange: (content: TemplateContent) => void };

/** What the message says in the open language: the parts of its channel. All of it is Liquid. */
export function ContentFields({ content, locale, disabled, onChange }: ContentFieldsProps) {
  switch (content.channel) {
    case "email": {
      const part = partOf(content, locale);
      const set = (changes: Partial<typeof part>) => onChange(withPart(content, locale, changes));
      return (
        <>
          <Line label="Subject" value={part.subject} disabled={disabled} onChange={(subject) => set({ subject })} />
          <Line
            label="Preheader"
            description="What mail programs show beside the subject"
            value={part.preheader}
            disabled={disabled}
            onChange={(preheader) => set({ preheader })}
          />
          <Source label="MJML and Liquid" value={part.mjml} rows={22} disabled={disabled} onChange={(mjml) => set({ mjml })} />
          <Switch
            label="A plain-text part of its own"
            description="Otherwise it is made from the designed one"
            checked={part.text !== null}
            disabled={disabled}
            onChange={(event) => set({ text: event.currentTarget.checked ? "" : null })}
          />
          {part.text === null ? null : (
            <Source label="Plain text" value={part.text} rows={10} disabled={disabled} onChange={(text) => set({ text })} />
          )}
        </>
      );
    }
    case "sms": {
      const part = partOf(content, locale);
      return (
        <Source
          label="Text"
          value={part.text}
          rows={6}
          disabled={disabled}
          onChange={(text) => onChange(withPart(content, locale, { text }))}
        />
      );
    }
    case "push": {
      const part = partOf(content, locale);
      const set = (changes: Partial<typeof part>) => onChange(withPart(content, locale, changes));
      return (
        <>
          <Line label="Title" value={part.title} disabled={disabled} onChange={(title) => set({ title })} />
          <Source label="Text" value={part.text} rows={4} disabled={disabled} onChange={(text) => set({ text })} />
          <Line label="Where a tap leads" value={part.url} disabled={disabled} onChange={(url) => set({ url })} />
          <Line label="Picture" description="An address" value={part.image} disabled={disabled} onChange={(image) => set({ image })} />
        </>
      );
    }
    case "in_app": {
      const part = partOf(content, locale);
      const set = (changes: Partial<typeof part>) => onChange(withPart(content, locale, changes));
      return (
        <>
          <Line label="Title" value={part.title} disabled={disabled} onChange={(title) => set({ title })} />
          <Source label="Text" value={part.text} rows={8} disabled={disabled} onChange={(text) => set({ text })} />
          <Line
            label="Button"
            placeholder="none"
            value={part.actionLabel}
            disabled={disabled}
            onChange={(actionLabel) => set({ actionLabel })}
          />
          <Line label="Where it leads" value={part.url} disabled={disabled} onChange={(url) => set({ url })} />
          <Line label="Picture" description="An address" value={part.image} disabled={disabled} onChange={(image) => set({ image })} />
        </>
      );
    }
    case "webhook": {
      const part = partOf(content, locale);
      const set = (changes: Partial<typeof part>) => onChange(withPart(content, locale, changes));
      return (
        <>
          <div className={classes.request}>
            <NativeSelect
              label="Method"
              data={["POST", "PUT"]}
              disabled={disabled}
              value={part.method}
              onChange={(event) => set({ method: event.currentTarget.value === "PUT" ? "PUT" : "POST" })}
            />
            <Line label="Address" value={part.url} disabled={disabled} onChange={(url) => set({ url })} />
          </div>
          <HeadersField value={part.headers} disabled={disabled} onChange={(headers) => set({ headers })} />
          {part.body === null ? (
            <p className="dim small">
              The body is the person and what the message is about, as JSON.{" "}
              {disabled ? null : (
                <Button size="xs" variant="subtle" onClick={() => set({ body: "{\n  \n}" })}>
                  Write one
                </Button>
              )}
            </p>
          ) : (
            <>
              <Source
                label="Body: Liquid that gives JSON"
                value={part.body}
                rows={12}
                disabled={disabled}
                onChange={(body) => set({ body })}
              />
              {disabled ? null : (
                <div>
                  <Button size="xs" variant="subtle" onClick={() => set({ body: null })}>
                    Send the usual body
                  </Button>
                </div>
              )}
            </>
          )}
        </>
      );
    }
  }
}

type LineProps = {
  label: string;
  description?: string;
  placeholder?: string;
  value: string;
  disabled: boolean;
  onChange: (value: string) => void;
};

function Line({ onChange, ...field }: LineProps) {
  return <TextInput {...field} spellCheck onChange={(event) => onChange(event.currentTarget.value)} />;
}

function Source({
  label,
  value,
  rows,
  disabled,
  onChange,
}: {
  label: string;
  value: string;
  rows: number;
  disabled: boolean;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      label={label}
      classNames={{ input: classes.source }}
      rows={rows}
      resize="vertical"
      spellCheck={false}
      disabled={disabled}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
