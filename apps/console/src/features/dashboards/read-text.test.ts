import { expect, test } from "vitest";
import { readText } from "./read-text.ts";

test("headings, lists and paragraphs are told apart", () => {
  expect(readText("# Support\nWhat people\nneed help with.\n\n- one\n- two\nAnd then.")).toEqual([
    { kind: "heading", text: "Support" },
    { kind: "paragraph", text: "What people need help with." },
    { kind: "list", items: ["one", "two"] },
    { kind: "paragraph", text: "And then." },
  ]);
});

test("text is text: nothing in it becomes markup", () => {
  expect(readText("<b>bold</b>")).toEqual([{ kind: "paragraph", text: "<b>bold</b>" }]);
  expect(readText("  \n")).toEqual([]);
});
