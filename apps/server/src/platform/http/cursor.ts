import { ProductError } from "@throughline/contract";
import type { ZodType } from "zod";

/** Where a page ended, as opaque text. */
export const encodeCursor = (place: readonly unknown[]): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** The inverse of {@link encodeCursor}; throws `invalid_input` for a cursor that this list did not give. */
export function decodeCursor<T>(cursor: string | undefined, schema: ZodType<T>): T | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new ProductError("invalid_input", "cursor is not one that this list gave.", {
      issues: [{ field: "cursor", message: "is not one that this list gave", accepted: "the `next` of the page before, or none" }],
    });
  }
}
