import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("fields with commas, quotes and line breaks are quoted", () => {
  expect(toCsv({ columns: ["a", "b"], rows: [['x,"y"', "two\nlines"]] })).toBe('a,b\r\n"x,""y""","two\nlines"\r\n');
});

test("a text that a spreadsheet would run as a formula stays text, a negative number stays a number", () => {
  expect(toCsv({ columns: ["v"], rows: [["=1+1"], ["@SUM(A1)"], [-3]] })).toBe("v\r\n'=1+1\r\n'@SUM(A1)\r\n-3\r\n");
});
