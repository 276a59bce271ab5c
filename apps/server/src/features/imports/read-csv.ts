import { createReadStream } from "node:fs";
import { Parser } from "csv-parse";
import { maxRowBytes, readBytes, type FileRow, type Layout, type Place } from "./layout.ts";

type CsvLayout = Extract<Layout, { format: "csv" }>;
type Parsed = { record: string[]; end: number };

/**
 * Rows of a table, in bunches as they are read. A quote that is opened and never closed would swallow what follows: such a line is reported, and reading goes on
 * with the next one.
 */
export async function* readCsv(path: string, layout: CsvLayout, from: Place): AsyncGenerator<FileRow[]> {
  let place = from;
  for (;;) {
    const broken: Place | null = yield* readUntilBroken(path, layout, place);
    if (!broken) return;
    const end = await endOfLine(path, broken.position);
    yield [
      {
        row: broken.row,
        start: broken.position,
        end,
        problem: "A quote is opened in this line and not closed, or the row is longer than 1 MB.",
      },
    ];
    place = { position: end, row: broken.row + 1 };
  }
}

/** The row where a quote is not closed, or null at the end of the file. */
async function* readUntilBroken(path: string, layout: CsvLayout, from: Place): AsyncGenerator<FileRow[], Place | null> {
  let parsed: Parsed[] = [];
  const parser = createRecordParser(layout, (record, bytes) => parsed.push({ record, end: from.position + bytes }));
  const place = { ...from };
  const take = (): FileRow[] => {
    const rows = parsed.flatMap(({ record, end }) => {
      const row = { row: place.row, start: place.position, end };
      place.position = end;
      place.row++;
      return isBlank(record) ? [] : [{ ...row, ...cellsOf(record, layout.columns) }];
    });
    parsed = [];
    return rows;
  };
  for await (const bytes of createReadStream(path, { start: from.position, highWaterMark: readBytes })) {
    const error = await parser.write(bytes as Buffer);
    yield take();
    if (error) return place;
  }
  const error = await parser.end();
  yield take();
  return error ? place : null;
}

/** The parser hands over each record with the number of bytes read when it ended. Nothing is buffered behind it. */
export function createRecordParser(layout: { delimiter: string; lineEnds: string[] }, onRecord: (record: string[], bytes: number) => void) {
  const parser = new Parser({
    delimiter: layout.delimiter,
    record_delimiter: layout.lineEnds,
    relax_column_count: true,
    // A quote in the middle of a cell is part of it.
    relax_quotes: true,
    max_record_size: maxRowBytes,
    on_record: (record: string[], info) => {
      onRecord(record, info.bytes);
      return null;
    },
  });
  let failed: Error | null = null;
  parser.on("error", (error: Error) => (failed = error));
  parser.resume();
  const settled = (done: (error: Error | null) => void) => (error?: Error | null) => done(error ?? failed);
  return {
    write: (bytes: Buffer): Promise<Error | null> => new Promise((resolve) => void parser.write(bytes, settled(resolve))),
    end: (): Promise<Error | null> => new Promise((resolve) => void parser.end(settled(resolve))),
  };
}

const isBlank = (record: readonly string[]): boolean => record.length === 1 && record[0] === "";

function cellsOf(record: readonly string[], columns: readonly string[]): { values: { [column: string]: unknown } } | { problem: string } {
  if (record.length !== columns.length) return { problem: `The row has ${record.length} cells; the file has ${columns.length} columns.` };
  // Without a prototype, a column may be called anything.
  const values = Object.create(null) as { [column: string]: unknown };
  for (const [index, column] of columns.entries()) values[column] = record[index];
  return { values };
}

async function endOfLine(path: string, from: number): Promise<number> {
  let position = from;
  for await (const bytes of createReadStream(path, { start: from, highWaterMark: readBytes })) {
    const at = (bytes as Buffer).indexOf(0x0a);
    if (at >= 0) return position + at + 1;
    position += (bytes as Buffer).length;
  }
  return position;
}
