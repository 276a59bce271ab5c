import { querySchema, type Query } from "@throughline/contract";

/** A query as it stands in the address: JSON without what is a default anyway, in letters that need no escaping. */
export function encodeQuery(query: Query): string {
  const bytes = new TextEncoder().encode(JSON.stringify(withoutDefaults(query)));
  const binary = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The query of an address; null when it is none (cut off by a mail program, or of another version). */
export function decodeQuery(code: string): Query | null {
  try {
    const binary = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.codePointAt(0) ?? 0)));
    return querySchema.safeParse(parsed).data ?? null;
  } catch {
    return null;
  }
}

/** Leaves out each property without which the same query is read again. */
function withoutDefaults(query: Query): unknown {
  const wanted = JSON.stringify(query);
  let kept: Record<string, unknown> = { ...query };
  for (const key of Object.keys(query)) {
    const { [key]: _, ...rest } = kept;
    const read = querySchema.safeParse(rest);
    if (read.success && JSON.stringify(inOrderOf(query, read.data)) === wanted) kept = rest;
  }
  return kept;
}

const inOrderOf = (order: object, values: object) =>
  Object.fromEntries(Object.keys({ ...order, ...values }).map((key) => [key, (values as Record<string, unknown>)[key]]));
