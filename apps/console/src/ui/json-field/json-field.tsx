import { Textarea } from "@mantine/core";
import { parseJsonObject } from "./parse-json-object.ts";

type JsonFieldProps = {
  label: string;
  description?: string;
  value: string;
  onChange: (text: string) => void;
  rows?: number;
  disabled?: boolean;
};

/** A JSON object to write or change; says at once what is wrong with it. Tab leaves the field, as everywhere. */
export function JsonField({ label, description, value, onChange, rows = 6, disabled }: JsonFieldProps) {
  const parsed = parseJsonObject(value);
  return (
    <Textarea
      label={label}
      description={description}
      rows={rows}
      spellCheck={false}
      disabled={disabled}
      styles={{
        input: { fontFamily: "var(--mono)", fontSize: 12.5, lineHeight: "20px", resize: "vertical", height: "auto", paddingBlock: 8 },
      }}
      value={value}
      error={"problem" in parsed ? parsed.problem : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
