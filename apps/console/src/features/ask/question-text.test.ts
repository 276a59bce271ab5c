import { describe, expect, test } from "vitest";
import { markUnknown, refill } from "./question-text.ts";

describe("the words that were not understood", () => {
  test("are marked where they stand, whole and whatever their case", () => {
    expect(markUnknown("How many Unicorns in unicornsland?", ["unicorns"])).toEqual([
      { text: "How many ", isUnknown: false },
      { text: "Unicorns", isUnknown: true },
      { text: " in unicornsland?", isUnknown: false },
    ]);
  });

  test("are marked also with signs in them, and several beside each other", () => {
    expect(markUnknown("signups since 9.9 (beta)", ["9.9", "beta"]).filter(({ isUnknown }) => isUnknown)).toEqual([
      { text: "9.9", isUnknown: true },
      { text: "beta", isUnknown: true },
    ]);
  });

  test("leave a question whole when there are none", () => {
    expect(markUnknown("hello", [])).toEqual([{ text: "hello", isUnknown: false }]);
  });
});

describe("a suggestion", () => {
  test("takes the place of the first word that was not understood", () => {
    expect(refill("How many messages last week?", ["messages"], "Message Sent")).toBe("How many Message Sent last week?");
    expect(refill("foo by bar", ["bar", "foo"], "Report Created")).toBe("Report Created by bar");
  });

  test("is added where no word stood out", () => {
    expect(refill("by plan ", [], "Report Created")).toBe("by plan Report Created");
  });
});
