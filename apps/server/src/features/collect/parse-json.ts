import { ProductError } from "@throughline/contract";
import { messageLimits } from "@throughline/domain";

/** What calls for a look at every name and value: NUL and surrogates (only as escapes can they be broken), and `__proto__`, however written. */
const suspicious = /\\u(0000|d[89a-f]|005f)|__proto__/i;

/** Batch and array lie around a message; what is deeper is refused later, message by message. */
const maxDepth = messageLimits.depth + 3;

/**
 * Parses a body as JSON, whatever its content type claims; an empty one is null. Throws `bad_json`.
 * NUL characters and broken surrogates, which Postgres cannot store, become U+FFFD; names `__proto__` are left out.
 */
export function parseJson(body: Buffer | string): unknown {
  const text = (typeof body === "string" ? body : body.toString("utf8")).replace(/^\uFEFF/, "");
  if (text.trim() === "") return null;
  const value = parse(text);
  return suspicious.test(text) ? clean(value, maxDepth) : value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProductError("bad_json", `The body is not valid JSON: ${(error as Error).message.slice(0, 200).toWellFormed()}`);
  }
}

const cleanText = (text: string): string => text.toWellFormed().replaceAll("\0", "\uFFFD");

function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => clean(item, depth - 1));
  const cleaned: { [name: string]: unknown } = {};
  for (const [name, item] of Object.entries(value)) if (name !== "__proto__") cleaned[cleanText(name)] = clean(item, depth - 1);
  return cleaned;
}
