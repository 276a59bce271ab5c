import type { QuarantineItem } from "./quarantine-query.ts";

/**
 * A fix to start from: the field in question with the nearest thing to a right value. A time with days first is turned round,
 * a query string becomes an object; where nothing can be guessed, an empty value waits to be filled in.
 * For several at once nothing of the one is put on the others: a time becomes null, which stands for the time of arrival.
 */
export function suggestFix(
  { field, raw, receivedAt }: Pick<QuarantineItem, "field" | "raw" | "receivedAt">,
  several = false,
): Record<string, unknown> {
  if (field === null) return {};
  const name = field.split(".")[0] ?? field;
  const value = isObject(raw) ? raw[name] : undefined;
  if (name === "type") return { type: value === "pageview" ? "page" : "track" };
  if (name === "timestamp") return { timestamp: several ? null : ((typeof value === "string" ? turnRound(value) : null) ?? receivedAt) };
  if (name === "properties" || name === "traits" || name === "context")
    return { [name]: typeof value === "string" && !several ? fromQuery(value) : {} };
  return { [name]: "" };
}

/** “14.07.2026 09:12” or “14/07/2026 09:12:44” → ISO 8601 in UTC, or null. */
function turnRound(text: string): string | null {
  const match = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text.trim());
  if (!match) return null;
  const [, day = "", month = "", year = "", hour = "0", minute = "0", second = "0"] = match;
  const time = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)));
  return time.getUTCMonth() === Number(month) - 1 ? time.toISOString() : null;
}

function fromQuery(text: string): Record<string, string> {
  return /^[\w.%-]+=[^&]*(&[\w.%-]+=[^&]*)*$/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : {};
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
