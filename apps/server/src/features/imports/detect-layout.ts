import { extname } from "node:path";
import { ProductError } from "@throughline/contract";
import type { SampledColumn } from "@throughline/domain";
import type { Layout } from "./layout.ts";
import { createRecordParser } from "./read-csv.ts";
import { parseLine } from "./read-jsonl.ts";

/** How much of a file is looked at. */
export const sampleBytes = 1024 * 1024;
const maxSampleRows = 200;
const maxColumns = 1_000;
const delimiters = [",", ";", "\t", "|"];

const unusable = (message: string, accepted = "CSV with a header line, or JSON lines, in UTF-8") =>
  new ProductError("invalid_input", message, { issues: [{ field: "file", message, accepted }] });

/**
 * What a file looks like by its first bytes: format, delimiter, header, columns with their first values. `isWhole` says that the sample is the whole file.
 * Throws `invalid_input` for what is no table and no JSON lines.
 */
export async function detectLayout(
  sample: Buffer,
  { fileName, isWhole }: { fileName: string; isWhole: boolean },
): Promise<{ layout: Layout; columns: SampledColumn[] }> {
  const bom = sample.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (sample.includes(0)) throw unusable("The file is not text.");
  const end = isWhole ? sample.length : sample.lastIndexOf(0x0a) + 1;
  if (end <= bom) throw unusable(isWhole ? "The file is empty." : "The first line is longer than 1 MB.");
  const body = sample.subarray(bom, end);
  const text = body.toString("utf8").trimStart();
  if (text === "") throw unusable("The file is empty.");
  if (text.startsWith("[") && /^\.(json|jsonl|ndjson)$/i.test(extname(fileName)))
    throw unusable("The file is one JSON array.", "JSON lines: one object in each line, without brackets and commas around them");
  return text.startsWith("{") ? detectJsonl(text, bom) : detectCsv(body, bom);
}

function detectJsonl(text: string, bom: number): { layout: Layout; columns: SampledColumn[] } {
  const samples = new Map<string, unknown[]>();
  let usable = 0;
  for (const line of text.split("\n").slice(0, maxSampleRows)) {
    const parsed = line.trim() === "" ? null : parseLine(line);
    if (!parsed || !("values" in parsed)) continue;
    usable++;
    for (const [name, value] of Object.entries(parsed.values)) {
      const values = samples.get(name);
      if (values) values.push(value);
      else if (samples.size < maxColumns) samples.set(name, [value]);
    }
  }
  if (usable === 0) throw unusable("None of the first lines is a JSON object.", "JSON lines: one whole object in each line");
  const columns = [...samples].map(([name, values]) => ({ name, samples: values }));
  return { layout: { format: "jsonl", columns: columns.map(({ name }) => name), start: bom, startRow: 1 }, columns };
}

async function detectCsv(body: Buffer, bom: number): Promise<{ layout: Layout; columns: SampledColumn[] }> {
  const lineEnds = body.includes(0x0a) ? ["\r\n", "\n"] : body.includes(0x0d) ? ["\r"] : ["\r\n", "\n"];
  const tries = await Promise.all(
    delimiters.map(async (delimiter) => ({ delimiter, records: await firstRecords(body, { delimiter, lineEnds }) })),
  );
  const best = tries.sort((a, b) => score(b.records) - score(a.records))[0] as (typeof tries)[number];
  const first = best.records.findIndex(({ record }) => record.some((cell) => cell.trim() !== ""));
  const top = best.records[first];
  if (!top) throw unusable("The file has no rows.");
  if (top.record.length > maxColumns) throw unusable(`The file has ${top.record.length} columns; at most ${maxColumns} are accepted.`);
  const hasHeader = looksLikeHeader(top.record);
  const names = hasHeader ? uniqueNames(top.record) : top.record.map((_, index) => `column ${index + 1}`);
  const rows = best.records.slice(hasHeader ? first + 1 : first).filter(({ record }) => record.length === names.length);
  const start = hasHeader ? top.end : (best.records[first - 1]?.end ?? 0);
  return {
    layout: {
      format: "csv",
      delimiter: best.delimiter,
      lineEnds,
      columns: names,
      start: bom + start,
      startRow: first + (hasHeader ? 2 : 1),
    },
    columns: names.map((name, index) => ({ name, samples: rows.map(({ record }) => record[index]) })),
  };
}

type Record = { record: string[]; end: number };

async function firstRecords(body: Buffer, layout: { delimiter: string; lineEnds: string[] }): Promise<Record[]> {
  const records: Record[] = [];
  const parser = createRecordParser(layout, (record, end) => records.length < maxSampleRows && records.push({ record, end }));
  // A quote that is not closed ends the sample early; what came before it serves.
  const error = await parser.write(body);
  if (!error) await parser.end();
  return records;
}

/** Rows that have as many cells as the first, times how many those are: the right delimiter cuts every row alike, and into more than one. */
function score(records: readonly Record[]): number {
  const width = records.find(({ record }) => record.some((cell) => cell.trim() !== ""))?.record.length ?? 0;
  const alike = records.filter(({ record }) => record.length === width).length / Math.max(1, records.length);
  return width > 1 ? alike * alike * width : 0.5;
}

/** A header names things: no numbers, no times, no addresses, nothing twice. */
function looksLikeHeader(cells: readonly string[]): boolean {
  const names = cells.map((cell) => cell.trim());
  const isValue = (cell: string) =>
    /^[-+]?[\d.,]+$/.test(cell) ||
    /^\d{4}-\d\d-\d\d/.test(cell) ||
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell) ||
    /^[{[]/.test(cell) ||
    /^[\da-f]{8}-[\da-f]{4}-/i.test(cell);
  return !names.some(isValue) && names.some((name) => name !== "");
}

/** Columns without a name, or with one that came before, get one of their own. */
function uniqueNames(cells: readonly string[]): string[] {
  const used = new Set<string>();
  return cells.map((cell, index) => {
    const name = cell.trim() || `column ${index + 1}`;
    let unique = name;
    for (let count = 2; used.has(unique); count++) unique = `${name} (${count})`;
    used.add(unique);
    return unique;
  });
}
