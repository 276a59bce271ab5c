import { NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { channelWords, choicesOf, kindWords, oneOf, purposeWords, stakesWords } from "./arbiter-words.ts";
import classes from "./arbiter.module.css";
import type { TriedTouch } from "./tried-touch.ts";

const decidedWords = { automation: "Automation", approved: "Approved by a person", person: "A person" } as const;

/** What wants to reach them. Every change tells at once. */
export function TouchFields({ touch, onChange }: { touch: TriedTouch; onChange: (changes: Partial<TriedTouch>) => void }) {
  return (
    <div className={classes.fields}>
      <Choice label="Purpose" words={purposeWords} value={touch.purpose} onChange={(purpose) => onChange({ purpose })} />
      <Choice label="Kind" words={kindWords} value={touch.kind} onChange={(kind) => onChange({ kind })} />
      <Choice label="Channel" words={channelWords} value={touch.channel} onChange={(channel) => onChange({ channel })} />
      <Choice label="Stakes" words={stakesWords} value={touch.stakes} onChange={(stakes) => onChange({ stakes })} />
      <Words label="Topic" placeholder="none" value={touch.topic} most={64} onChange={(topic) => onChange({ topic })} />
      <Words label="Flow" placeholder="none" value={touch.flow} most={100} onChange={(flow) => onChange({ flow })} />
      <NumberInput
        label="Priority, 1 to 10"
        min={1}
        max={10}
        allowDecimal={false}
        value={touch.priority}
        onChange={(value) => typeof value === "number" && value >= 1 && onChange({ priority: value })}
      />
      <NumberInput
        label="Value if it arrives"
        min={0}
        max={1_000_000_000}
        value={touch.value}
        onChange={(value) => typeof value === "number" && onChange({ value })}
      />
      <Choice label="Decided by" words={decidedWords} value={touch.decidedBy} onChange={(decidedBy) => onChange({ decidedBy })} />
    </div>
  );
}

type ChoiceProps<Name extends string> = {
  label: string;
  words: Record<Name, string | { label: string }>;
  value: Name;
  onChange: (value: Name) => void;
};

function Choice<Name extends string>({ label, words, value, onChange }: ChoiceProps<Name>) {
  return (
    <NativeSelect
      label={label}
      data={choicesOf(words)}
      value={value}
      onChange={(event) => {
        const chosen = oneOf(words, event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

type WordsProps = {
  label: string;
  placeholder: string;
  value: string | undefined;
  most: number;
  onChange: (value: string | undefined) => void;
};

/** A text that tells when typing pauses. */
function Words({ label, placeholder, value, most, onChange }: WordsProps) {
  const [text, setText] = useState(value ?? "");
  const tell = useDebouncedCallback((typed: string) => onChange(typed.trim() === "" ? undefined : typed.trim()), 300);
  // Told from elsewhere: back, a link.
  useEffect(() => setText((typed) => (typed.trim() === (value ?? "") ? typed : (value ?? ""))), [value]);
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      maxLength={most}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}
