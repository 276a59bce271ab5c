import { expect, test } from "vitest";
import { withWords, wordsIn } from "./topic-words.ts";

const tips = { key: "tips", name: "Tips", description: "" };

test("a topic has words of its own in a language once they are written, and none once they are removed", () => {
  const german = withWords(tips, "de", { name: "Tipps" });
  expect(german).toEqual({ ...tips, locales: { de: { name: "Tipps", description: "" } } });
  expect([wordsIn(german, "de").name, wordsIn(german, "").name, wordsIn(german, "fr").name]).toEqual(["Tipps", "Tips", ""]);
  expect(withWords(german, "de", { name: "" })).toEqual(tips);
});

test("one language changes nothing of another, nor of what holds for all", () => {
  const both = withWords(withWords(tips, "de", { name: "Tipps" }), "fr", { description: "Parfois" });
  expect(withWords(both, "", { name: "Hints" })).toEqual({ ...both, name: "Hints" });
  expect(withWords(both, "de", { name: "" }).locales).toEqual({ fr: { name: "", description: "Parfois" } });
});
