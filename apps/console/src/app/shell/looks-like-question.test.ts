import { describe, expect, test } from "vitest";
import { looksLikeQuestion } from "./looks-like-question.ts";

describe("what is typed into the palette", () => {
  test.each([
    "how many people signed up",
    "report exports by format",
    "Signups yesterday?",
    "rage clicks last week",
    "conversion from signup to export",
  ])("asks: %s", (text) => expect(looksLikeQuestion(text)).toBe(true));

  test.each(["", "people", "Maria Torres", "sign out", "use the dark theme", "who", "by plan", "maria@example.com"])(
    "looks for something: %s",
    (text) => expect(looksLikeQuestion(text)).toBe(false),
  );
});
