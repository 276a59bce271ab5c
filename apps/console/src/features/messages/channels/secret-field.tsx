import { PasswordInput, Textarea } from "@mantine/core";

type SecretFieldProps = {
  label: string;
  description?: string;
  /** Whether one is kept already: then an empty field leaves it as it is. */
  has: boolean;
  /** Of several lines, such as a key. */
  lines?: boolean;
  disabled: boolean;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
};

/** A secret: given, kept, never shown again. */
export function SecretField({ label, description, has, lines = false, disabled, error, value, onChange }: SecretFieldProps) {
  const field = {
    label,
    description,
    disabled,
    error,
    value,
    autoComplete: "off",
    placeholder: has ? "Kept. Type to replace it." : "Not given yet",
  };
  return lines ? (
    <Textarea {...field} rows={3} spellCheck={false} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <PasswordInput {...field} autoComplete="new-password" onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
