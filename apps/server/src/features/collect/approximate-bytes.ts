/** About the bytes of a parsed value as JSON, counted without writing it out: a number counts as 8, an escape as its character. Values are never nested deeply here. */
export const approximateBytes = (value: unknown): number => count(value, Buffer.byteLength);

/** True if a value takes more than `limit` bytes as JSON. Most do not even at three bytes a character, which is quickly known. */
export const isLargerThan = (value: unknown, limit: number): boolean =>
  count(value, atMostBytes) > limit && approximateBytes(value) > limit;

const atMostBytes = (text: string): number => text.length * 3;

function count(value: unknown, bytesOf: (text: string) => number): number {
  if (typeof value === "string") return bytesOf(value) + 2;
  if (typeof value !== "object" || value === null) return typeof value === "number" ? 8 : 5;
  let bytes = 1;
  if (Array.isArray(value)) {
    for (const item of value) bytes += count(item, bytesOf) + 1;
    return bytes;
  }
  const object = value as { [name: string]: unknown };
  for (const name in object) bytes += bytesOf(name) + 4 + count(object[name], bytesOf);
  return bytes;
}
