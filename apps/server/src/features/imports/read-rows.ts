import type { FileRow, Layout, Place } from "./layout.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonl } from "./read-jsonl.ts";

const maxChunkBytes = 4 * 1024 * 1024;

/** Rows of a file from a place on, in chunks of at most `maxRows` and some 4 MB: never more of the file than that is in memory. */
export async function* readRows(path: string, layout: Layout, from: Place, maxRows: number): AsyncGenerator<FileRow[]> {
  let chunk: FileRow[] = [];
  let bytes = 0;
  for await (const rows of layout.format === "csv" ? readCsv(path, layout, from) : readJsonl(path, from)) {
    for (const row of rows) {
      chunk.push(row);
      bytes += row.end - row.start;
      if (chunk.length < maxRows && bytes < maxChunkBytes) continue;
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
  }
  if (chunk.length > 0) yield chunk;
}
