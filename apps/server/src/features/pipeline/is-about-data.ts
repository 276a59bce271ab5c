import { ClickHouseError } from "@clickhouse/client";

/**
 * ClickHouse's codes for values that it cannot take: cannot parse (6, 25, 26, 27, 38, 41, 72, 130, 131, 675), duplicate column (15), wrong number (36), type mismatch (53), argument out of bound (69),
 * cannot convert (70), incorrect data (117), recursion too deep (306), null where none may be (349).
 */
const timelineCodes = new Set([
  "6",
  "15",
  "25",
  "26",
  "27",
  "36",
  "38",
  "41",
  "53",
  "69",
  "70",
  "72",
  "117",
  "130",
  "131",
  "306",
  "349",
  "675",
]);

/**
 * Whether an error comes from what was processed, and will come again, rather than from the state of the stores: Postgres classes 21 (the same row twice), 22 (data), 23 (constraints) and 54 (limits),
 * ClickHouse's {@link timelineCodes}, and our own code that met what it did not expect.
 */
export function isAboutData(error: unknown): boolean {
  if (error instanceof ClickHouseError) return timelineCodes.has(error.code);
  const { code } = error as { code?: string };
  if (typeof code === "string") return /^(21|22|23|54)[0-9A-Z]{3}$/.test(code);
  return error instanceof TypeError || error instanceof RangeError;
}
