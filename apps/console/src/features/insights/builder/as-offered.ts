/** A value as it was typed, or as it came: where only the case differs from one that is offered, that one is meant. */
export function asOffered(typed: string, offered: readonly string[]): string {
  if (offered.includes(typed)) return typed;
  return offered.find((value) => value.toLowerCase() === typed.toLowerCase()) ?? typed;
}
