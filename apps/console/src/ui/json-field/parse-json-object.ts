/** A JSON object written by hand, or what is wrong with it in words for the field. Nothing at all counts as `{}`. */
export function parseJsonObject(text: string): { value: Record<string, unknown> } | { problem: string } {
  if (text.trim() === "") return { value: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return { problem: 'An object is needed, such as { "plan": "growth" }.' };
    return { value: value as Record<string, unknown> };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `Not JSON yet: ${error.message}` };
    throw error;
  }
}
