import { ProductError } from "@throughline/contract";

/** Inside a JSON column these are no names but types and sub-objects, even in quotes. */
const isSyntax = /^[:^]`/;

/**
 * A path into a JSON column as SQL: every name in quotes, so that none of them can be anything but a name.
 * @throws ProductError `invalid_input` for a name that the store cannot hold.
 */
export function jsonPath(column: string, names: readonly string[]): string {
  for (const name of names)
    if (name === "" || name.includes("\0") || isSyntax.test(name))
      throw new ProductError("invalid_input", `A property cannot be called ${JSON.stringify(name)}.`);
  return [column, ...names.map(quoteName)].join(".");
}

const quoteName = (name: string): string => `\`${name.toWellFormed().replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
