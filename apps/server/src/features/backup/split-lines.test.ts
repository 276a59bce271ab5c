import fc from "fast-check";
import { expect, test } from "vitest";
import { splitLines } from "./split-lines.ts";

async function* inChunks(text: string, sizes: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] as number;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

test("parts are whole lines, and together they are what came, however it was cut", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.stringMatching(/^[a-zé]{0,12}$/)),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 30 }),
      async (lines, sizes, partBytes) => {
        const text = lines.map((line) => `${line}\n`).join("");
        const parts = await Array.fromAsync(splitLines(inChunks(text, sizes), partBytes));
        expect(Buffer.concat(parts.map((part) => part.lines)).toString()).toBe(text);
        for (const part of parts) expect(part.lines.toString().endsWith("\n")).toBe(true);
        expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(lines.length);
      },
    ),
  );
});

test("a part is given as soon as it is full, so that memory does not grow with the table", async () => {
  const parts = await Array.fromAsync(splitLines(inChunks("12345678\n".repeat(100), [9]), 27));
  expect(parts.map((part) => part.rows)).toEqual([...Array.from({ length: 33 }, () => 3), 1]);
});

test("a line longer than a part is one part", async () => {
  const long = `${"x".repeat(100)}\n`;
  expect(await Array.fromAsync(splitLines(inChunks(`${long}y\n`, [10]), 20))).toEqual([{ lines: Buffer.from(`${long}y\n`), rows: 2 }]);
});
