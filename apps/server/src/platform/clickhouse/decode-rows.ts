import type { ZodType } from "zod";
import { integersAsText } from "./integers-as-text.ts";
import { parseLines, plainNumbers } from "./large-integers.ts";

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

/** Makes rows of parsed lines: 64-bit integers as text, numbers inside JSON columns as numbers. */
export function rowDecoder<Row>(names: readonly string[], types: readonly string[], schema?: ZodType<Row>): (values: unknown[]) => Row {
  const columns = names.map((name, index) => ({ name, index, convert: integersAsText(types[index] as string) ?? plainNumbers }));
  return (values) => {
    const row: Record<string, unknown> = {};
    for (const { name, index, convert } of columns) row[name] = convert(values[index]);
    if (!schema) return row as Row;
    const checked = schema.safeParse(row);
    if (!checked.success)
      throw new UnexpectedRowError(
        `A row of the timeline store is not as expected: ${checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`,
      );
    return checked.data;
  };
}
