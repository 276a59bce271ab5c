import { Textarea, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";

type NeededTextProps = {
  label: string;
  value: string;
  maxLength: number;
  description?: string;
  placeholder?: string;
  rows?: number;
  onChange: (value: string) => void;
};

/** A text that there must be: while it is empty the former holds. */
export function NeededText({ label, value, maxLength, description, placeholder, rows, onChange }: NeededTextProps) {
  const [typed, setTyped] = useState(value);
  // Undo brought another.
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value]);
  const common = {
    label,
    description,
    placeholder,
    maxLength,
    value: typed,
    error: typed.trim() === "" ? "Cannot be empty." : undefined,
  };
  const tell = (next: string) => {
    setTyped(next);
    const text = next.trim();
    if (text !== "" && text !== value) onChange(text);
  };
  return rows === undefined ? (
    <TextInput {...common} onChange={(event) => tell(event.currentTarget.value)} />
  ) : (
    <Textarea {...common} rows={rows} autosize minRows={rows} maxRows={12} onChange={(event) => tell(event.currentTarget.value)} />
  );
}
