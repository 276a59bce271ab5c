import { ProductError } from "@throughline/contract";
import type { ZodType } from "zod";

/** Where a page ended, as opaque text. */
export const encodeCursor = (place: readonly unknown[]): string => Buffer.from(JSON.stringify(place)).toString("base64url");

const notOurs = () =>
  new ProductError("invalid_input", "cursor is not one that this list gave.", {
    issues: [{ field: "cursor", message: "is not one that this list gave", accepted: "the `next` of the page before, or none" }],
  });

/** The inverse of {@link encodeCursor}; throws `invalid_input` for a cursor that this list did not give. */
export function decodeCursor<T>(cursor: string | undefined, schema: ZodType<T>): T | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw notOurs();
  }
}

/** Reads a page from Postgres; values of a cursor that it cannot read as what they should be (class 22) are the caller's fault too. */
export async function readPage<T>(cursor: string | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (cursor !== undefined && /^22[0-9A-Z]{3}$/.test((error as { code?: string }).code ?? "")) throw notOurs();
    throw error;
  }
}
