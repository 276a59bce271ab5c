/**
 * Rows → JSON lines as the engine takes them: arrays in the order of `columns`, or objects. What JavaScript may hold and ClickHouse refuses would fail the whole insert, so it is mended:
 * half of a surrogate pair becomes U+FFFD, and a whole number beyond 64 bits is written as a float. What is encoded already stays as it is.
 */
export function encodeRows(rows: readonly object[] | string, columns?: readonly string[]): string {
  if (typeof rows === "string") return rows;
  const lines = rows.map((row) => JSON.stringify(columns ? columns.map((column) => (row as Record<string, unknown>)[column]) : row));
  return mendNumbers(mendSurrogates(lines.join("\n")));
}

/** JSON.stringify escapes a surrogate only when it stands alone. */
function mendSurrogates(json: string): string {
  if (!/\\ud[89a-f]/.test(json)) return json;
  return json.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, (match) => (match === "\\\\" ? match : "\\ufffd"));
}

const most = 2n ** 64n - 1n;
const least = -(2n ** 63n);

function mendNumbers(json: string): string {
  if (!/[:,[]-?\d{19}/.test(json)) return json;
  return json.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{19,}(?![\d.eE])/g, (match) =>
    match.startsWith('"') || isWithin(BigInt(match)) ? match : `${match}.0`,
  );
}

const isWithin = (value: bigint): boolean => value >= least && value <= most;
