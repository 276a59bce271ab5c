import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { detectLayout } from "./detect-layout.ts";
import type { FileRow, Layout } from "./layout.ts";
import { readRows } from "./read-rows.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "throughline-rows-"));
});
afterAll(() => rm(directory, { recursive: true }));

const detect = (text: string | Buffer, fileName = "file") => detectLayout(Buffer.from(text), { fileName, isWhole: true });

async function rowsOf(text: string, layout?: Layout, from?: { position: number; row: number }): Promise<FileRow[]> {
  const path = join(directory, "file");
  await writeFile(path, text);
  const found = layout ?? (await detect(text)).layout;
  const rows: FileRow[] = [];
  for await (const chunk of readRows(path, found, from ?? { position: found.start, row: found.startRow }, 3)) rows.push(...chunk);
  return rows;
}
const valuesOf = (rows: readonly FileRow[]) => rows.map((row) => ("values" in row ? { ...row.values } : row.problem));

describe("the layout of a file", () => {
  test.each([
    ["commas", "a,b\n1,2\n", ","],
    ["semicolons, with commas in numbers", "a;b;c\n1,5;2,5;x\n2,5;1;y\n", ";"],
    ["tabs", "a\tb\n1\t2\n", "\t"],
    ["one column", "email\nada@example.com\n", ","],
  ])("is found with %s", async (_what, text, delimiter) => expect((await detect(text)).layout).toMatchObject({ format: "csv", delimiter }));

  test("starts behind the byte order mark and the header", async () => {
    const { layout, columns } = await detect('\uFEFFid,"full\nname",,id\r\n1,Ada,x,2\r\n');
    expect(layout).toEqual({
      format: "csv",
      delimiter: ",",
      lineEnds: ["\r\n", "\n"],
      columns: ["id", "full\nname", "column 3", "id (2)"],
      start: 23,
      startRow: 2,
    });
    expect(columns[1]).toEqual({ name: "full\nname", samples: ["Ada"] });
  });

  test("has columns without names where the first row is no header", async () => {
    expect((await detect("1,2024-01-01,ada@example.com\n2,2024-01-02,bo@example.com\n")).layout).toMatchObject({
      columns: ["column 1", "column 2", "column 3"],
      start: 0,
      startRow: 1,
    });
  });

  test("is JSON lines by content, whatever the name", async () => {
    const { layout, columns } = await detect('{"a":1}\n{"a":2,"b":{"c":3}}\n', "x.csv");
    expect(layout).toEqual({ format: "jsonl", columns: ["a", "b"], start: 0, startRow: 1 });
    expect(columns).toEqual([
      { name: "a", samples: [1, 2] },
      { name: "b", samples: [{ c: 3 }] },
    ]);
  });

  test.each([
    ["nothing", "", "x.csv", "empty"],
    ["spaces", " \n ", "x.csv", "empty"],
    ["an array", '[{"a":1}]', "x.json", "one JSON array"],
    ["bytes", "a\0b", "x.csv", "not text"],
    ["broken JSON", "{a:1}\n{b", "x.jsonl", "None of the first lines"],
  ])("is refused for %s", async (_what, text, name, message) => expect(detect(text, name)).rejects.toThrow(message));
});

describe("rows", () => {
  test("of a table keep quoted line ends, and are numbered as a spreadsheet does", async () => {
    const rows = await rowsOf('id,note\n1,"a ""b""\nc"\n\n2,5" tall\n3\n4,x');
    expect(valuesOf(rows)).toEqual([
      { id: "1", note: 'a "b"\nc' },
      { id: "2", note: '5" tall' },
      "The row has 1 cells; the file has 2 columns.",
      { id: "4", note: "x" },
    ]);
    expect(rows.map(({ row }) => row)).toEqual([2, 4, 5, 6]);
  });

  test("behind a quote that is never closed are read all the same", async () => {
    const rows = await rowsOf('id,note\n1,a\n2,"open\n3,b\n4,c\n');
    expect(valuesOf(rows)).toEqual([
      { id: "1", note: "a" },
      expect.stringContaining("A quote is opened"),
      { id: "3", note: "b" },
      { id: "4", note: "c" },
    ]);
  });

  test("too long for memory are stepped over", async () => {
    const long = "x".repeat(1024 * 1024 + 10);
    expect(valuesOf(await rowsOf(`id,note\n1,${long}\n2,b\n`, (await detect("id,note\n1,a\n")).layout))).toEqual([
      expect.stringContaining("longer than 1 MB"),
      { id: "2", note: "b" },
    ]);
    expect(valuesOf(await rowsOf(`{"a":1}\n{"a":"${long}"}\n{"a":3}\n`, (await detect('{"a":1}\n')).layout))).toEqual([
      { a: 1 },
      "The line is longer than 1 MB.",
      { a: 3 },
    ]);
  });

  test("of JSON that are none say so", async () => {
    expect(valuesOf(await rowsOf('{"a":1}\r\n\r\n[1]\n{"a":\n{"a":2}'))).toEqual([
      { a: 1 },
      "The line is JSON, but no object.",
      "The line is no valid JSON.",
      { a: 2 },
    ]);
  });
});

const cell = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", "\r\n", " ", "'", ";"), maxLength: 8 });
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

test("property: reading can be taken up again behind any row, and gives the same rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.nat(),
      async (cells, lineEnd, asJson, pick) => {
        const text = asJson
          ? cells.map(([a, b]) => JSON.stringify({ a, b })).join(lineEnd)
          : ["a,b", ...cells.map((row) => row.map(quoted).join(","))].join(lineEnd);
        const layout: Layout = asJson
          ? { format: "jsonl", columns: ["a", "b"], start: 0, startRow: 1 }
          : { format: "csv", delimiter: ",", lineEnds: ["\r\n", "\n"], columns: ["a", "b"], start: 3 + lineEnd.length, startRow: 2 };
        const rows = await rowsOf(text, layout);
        expect(valuesOf(rows)).toEqual(cells.map(([a, b]) => ({ a, b })));
        const last = rows[pick % rows.length] as FileRow;
        expect(await rowsOf(text, layout, { position: last.end, row: last.row + 1 })).toEqual(rows.slice((pick % rows.length) + 1));
      },
    ),
  );
});

test("a file of 200,000 rows is never in memory as a whole: chunks stay small, and reading waits for who takes them", async () => {
  const path = join(directory, "large");
  const lines = Array.from({ length: 200_000 }, (_, index) => `${index},event ${index},"a ""quoted"" note"`);
  await writeFile(path, `id,event,note\n${lines.join("\n")}\n`);
  const layout: Layout = { format: "csv", delimiter: ",", lineEnds: ["\n"], columns: ["id", "event", "note"], start: 14, startRow: 2 };
  let [chunks, rows, position, gaps] = [0, 0, 14, 0];
  for await (const chunk of readRows(path, layout, { position: 14, row: 2 }, 1_000)) {
    chunks++;
    rows += chunk.length;
    expect(chunk.length).toBeLessThanOrEqual(1_000);
    for (const row of chunk) {
      if (row.start !== position) gaps++;
      position = row.end;
    }
  }
  expect({ chunks, rows, gaps }).toEqual({ chunks: 200, rows: 200_000, gaps: 0 });
});
