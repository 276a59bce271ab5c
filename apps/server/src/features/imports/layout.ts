/** How a file is laid out. `start` is where the first row begins, in bytes; `startRow` is its number, as an editor or a spreadsheet counts (from 1). */
export type Layout = { columns: string[]; start: number; startRow: number } & (
  | { format: "jsonl" }
  | { format: "csv"; delimiter: string; lineEnds: string[] }
);

/** A row of a file: its number, its bytes, and its cells or why it has none. */
export type FileRow = { row: number; start: number; end: number } & ({ values: { [column: string]: unknown } } | { problem: string });

/** Where reading begins: a byte, and the number of the row that begins there. */
export type Place = { position: number; row: number };

/** Longer rows cannot be events by far; reading over them must not need their memory. */
export const maxRowBytes = 1024 * 1024;
export const readBytes = 64 * 1024;
