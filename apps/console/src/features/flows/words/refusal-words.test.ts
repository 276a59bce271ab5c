import { expect, test } from "vitest";
import { refusalWords } from "./refusal-words.ts";

const at = "2026-03-11T10:00:00.000Z";
const words = (code: Parameters<typeof refusalWords>[0]["code"], moment: string | null = at) =>
  refusalWords({ code, reason: "As the server says it.", at: moment }, "Europe/Berlin");

test("whoever is not let in is told why, and since when or from when on", () => {
  expect(words("inside")).toMatch(/^They are in it already, since .*11:00:00\.$/);
  expect(words("left_alone")).toMatch(/since .*11:00:00, but a holdout leaves them alone/);
  expect(words("before")).toMatch(/^They came in on .*11:00:00, and it lets everybody in once\.$/);
  expect(words("too_soon")).toMatch(/may come in again from .*11:00:00 on\.$/);
});

test("without a moment it is what the server says", () => {
  expect(words("inside", null)).toBe("As the server says it.");
  expect(words("not_for_them")).toBe("As the server says it.");
});
