/** Rows as CSV (RFC 4180). A text that a spreadsheet would run as a formula is given as text. */
export function toCsv({ columns, rows }: { columns: readonly string[]; rows: readonly (readonly (string | number)[])[] }): string {
  return [columns, ...rows].map((row) => row.map(toField).join(",")).join("\r\n") + "\r\n";
}

function toField(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
