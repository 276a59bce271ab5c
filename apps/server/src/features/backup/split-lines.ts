const lineEnd = 0x0a;

/** Regroups text into parts of whole lines, each of about `partBytes` (more only where one line is longer), and counts its lines. */
export async function* splitLines(chunks: AsyncIterable<Buffer>, partBytes: number): AsyncGenerator<{ lines: Buffer; rows: number }> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < partBytes || !chunk.includes(lineEnd)) continue;
    const all = Buffer.concat(held, size);
    const end = all.lastIndexOf(lineEnd) + 1;
    const rest = Buffer.from(all.subarray(end));
    held = [rest];
    size = rest.length;
    yield { lines: all.subarray(0, end), rows: countLines(all.subarray(0, end)) };
  }
  if (size > 0) {
    const lines = Buffer.concat(held, size);
    yield { lines, rows: countLines(lines) };
  }
}

function countLines(lines: Buffer): number {
  let rows = 0;
  for (let at = lines.indexOf(lineEnd); at >= 0; at = lines.indexOf(lineEnd, at + 1)) rows++;
  return rows;
}
