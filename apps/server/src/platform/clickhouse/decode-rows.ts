import type { ZodType } from "zod";
import { integersAsText } from "./integers-as-text.ts";

/** The format of every answer: names, types, then each row as an array. */
export const answerFormat = "JSONCompactEachRowWithNamesAndTypes";

/** A row did not look as its schema says: the query and the schema contradict each other. */
export class UnexpectedRowError extends Error {
  override name = "UnexpectedRowError";
}

/** An answer (or one chunk of it, headers included) → rows, checked by the schema. */
export function decodeRows<Row>(answer: string, schema?: ZodType<Row>): Row[] {
  const text = answer.trimEnd();
  if (text === "") return [];
  const [names, types, ...rows] = parseLines(text) as [string[], string[], ...unknown[][]];
  return rows.map(rowDecoder(names, types, schema));
}

/** Makes rows of arrays: 64-bit integers as text, numbers inside JSON columns as numbers. */
export function rowDecoder<Row>(names: readonly string[], types: readonly string[], schema?: ZodType<Row>): (values: unknown[]) => Row {
  const convert = types.map((type) => integersAsText(type) ?? plainNumbers);
  return (values) => {
    const row = Object.fromEntries(names.map((name, index) => [name, (convert[index] as (value: unknown) => unknown)(values[index])]));
    if (!schema) return row as Row;
    const checked = schema.safeParse(row);
    if (!checked.success) throw new UnexpectedRowError(`A row of the timeline store is not as expected: ${checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`);
    return checked.data;
  };
}

/** Lines of JSON → values. Integers that a double cannot hold come as bigint. */
export function parseLines(text: string): unknown[] {
  const json = `[${text.replaceAll("\n", ",")}]`;
  return /\d{16}/.test(json) ? (JSON.parse(json, keepLargeIntegers) as unknown[]) : (JSON.parse(json) as unknown[]);
}

function keepLargeIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) && context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

function plainNumbers(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainNumbers(entry)]));
  return value;
}
