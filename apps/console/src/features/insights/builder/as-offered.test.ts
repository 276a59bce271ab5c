import { expect, test } from "vitest";
import { asOffered } from "./as-offered.ts";

test("a value typed in another case is the one that came", () => {
  expect(asOffered("pdf", ["CSV", "PDF"])).toBe("PDF");
});

test("a value that came in several cases is taken as typed", () => {
  expect(asOffered("pdf", ["PDF", "pdf"])).toBe("pdf");
});

test("a value that never came stays as typed", () => {
  expect(asOffered("docx", ["PDF"])).toBe("docx");
});
