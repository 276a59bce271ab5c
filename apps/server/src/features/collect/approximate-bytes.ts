/** The bytes of a parsed value as JSON: counted without writing it out, exact but for escapes. Values are never nested deeply here. */
export function approximateBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 2;
  if (typeof value !== "object" || value === null) return value === undefined ? 0 : String(value).length;
  let bytes = 1;
  if (Array.isArray(value)) {
    for (const item of value) bytes += approximateBytes(item) + 1;
    return bytes;
  }
  const object = value as { [name: string]: unknown };
  for (const name in object) bytes += Buffer.byteLength(name) + 4 + approximateBytes(object[name]);
  return bytes;
}
