import type { TemplateContent } from "@throughline/contract";
import { expect, test } from "vitest";
import { shownHtml } from "../message-frame.tsx";
import { asLocale, localeName, localesOf, partOf, withLocale, withoutLocale, withPart } from "./edit-content.ts";

const content: Extract<TemplateContent, { channel: "sms" }> = {
  channel: "sms",
  fallback: "en",
  locales: { en: { text: "Hello" }, de: { text: "Hallo" } },
};

test("a language that is not there is the fallback's", () => {
  expect(partOf(content, "de")).toEqual({ text: "Hallo" });
  expect(partOf(content, "fr")).toEqual({ text: "Hello" });
});

test("a change of one language leaves the others", () => {
  expect(withPart(content, "de", { text: "Guten Tag" }).locales).toEqual({ en: { text: "Hello" }, de: { text: "Guten Tag" } });
});

test("a new language begins with what the fallback says, and one that is there stays", () => {
  expect(withLocale(content, "fr").locales).toMatchObject({ fr: { text: "Hello" } });
  expect(withLocale(content, "de")).toBe(content);
});

test("the fallback cannot be taken away", () => {
  expect(localesOf(withoutLocale(content, "de"))).toEqual(["en"]);
  expect(localesOf(withoutLocale(content, "en"))).toEqual(["en", "de"]);
});

test("languages are read as people write them", () => {
  expect(asLocale(" pt_br ")).toBe("pt-BR");
  expect(asLocale("DE")).toBe("de");
  expect(asLocale("german!")).toBeNull();
  expect(localeName("de")).toBe("German (de)");
});

test("in the frame styles have the console's word, and nothing of other sites is asked for", () => {
  const html = `<head><link href="https://fonts.example/css"><style>@import url(https://fonts.example/x); p{color:red}</style></head><img alt="x" src="https://track.example/1.gif">`;
  const shown = shownHtml(html, "abc");
  expect(shown).toContain(`<style nonce="abc">`);
  expect(shown).toContain("p{color:red}");
  expect(shown).not.toContain("fonts.example");
  expect(shown).not.toContain("track.example");
});
