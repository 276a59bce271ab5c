import { createReadStream } from "node:fs";
import { maxRowBytes, readBytes, type FileRow, type Place } from "./layout.ts";

const newline = 0x0a;

/** Lines of JSON, in bunches as they are read. A line that is no object, or too long to be kept in memory, is reported as such. */
export async function* readJsonl(path: string, from: Place): AsyncGenerator<FileRow[]> {
  const place = { ...from };
  let parts: Buffer[] = [];
  let kept = 0;
  let length = 0;
  const add = (bytes: Buffer) => {
    length += bytes.length;
    if (length > maxRowBytes) [parts, kept] = [[], 0];
    else {
      parts.push(bytes);
      kept += bytes.length;
    }
  };
  const finish = (): FileRow[] => {
    const row = { row: place.row, start: place.position, end: place.position + length };
    const text = length > maxRowBytes ? null : Buffer.concat(parts, kept).toString("utf8").trim();
    place.position = row.end;
    place.row++;
    [parts, kept, length] = [[], 0, 0];
    return text === "" ? [] : [{ ...row, ...(text === null ? { problem: "The line is longer than 1 MB." } : parseLine(text)) }];
  };
  for await (const read of createReadStream(path, { start: from.position, highWaterMark: readBytes })) {
    const bytes = read as Buffer;
    const rows: FileRow[] = [];
    let begin = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, begin)) {
      add(bytes.subarray(begin, at + 1));
      rows.push(...finish());
      begin = at + 1;
    }
    if (begin < bytes.length) add(bytes.subarray(begin));
    yield rows;
  }
  if (length > 0) yield finish();
}

export function parseLine(text: string): { values: { [name: string]: unknown } } | { problem: string } {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return { values: values as { [name: string]: unknown } };
    return { problem: "The line is JSON, but no object." };
  } catch {
    return { problem: "The line is no valid JSON." };
  }
}
