import { describe, expect, test } from "vitest";
import { acceptedLocales, pageLanguages, speak } from "./page-words.ts";

describe("the language of a page", () => {
  test("is the first of the wanted ones that there are words in, with the dates of its region", () => {
    expect(speak([null, "fr", "de_at", "en"])).toMatchObject({ language: "de", locale: "de-AT" });
    expect(speak(["en-GB"])).toMatchObject({ language: "en", locale: "en-GB" });
  });

  test("is English where none is wanted, or none that there are words in, or what is wanted is no language", () => {
    for (const wanted of [[], ["fr"], [undefined, null], ["*"], ["constructor"], ["__proto__"]]) expect(speak(wanted).language).toBe("en");
  });

  test("of a browser goes by how much it wants each, and by their order", () => {
    expect(acceptedLocales("en;q=0.5, de-CH, fr;q=0.9, it;q=0")).toEqual(["de-CH", "fr", "en"]);
    expect(acceptedLocales("da, sv")).toEqual(["da", "sv"]);
    expect(acceptedLocales(undefined)).toEqual([]);
    expect(acceptedLocales("de;q=much")).toEqual([]);
  });
});

test("every language names what its sentences are about", () => {
  const placesIn = (words: object): string[] =>
    Object.entries(words).flatMap(([key, value]: [string, string | object]) =>
      typeof value === "string" ? [...value.matchAll(/\{\w+\}/g)].map(([place]) => `${key} ${place}`) : placesIn(value),
    );
  for (const words of Object.values(pageLanguages)) expect(placesIn(words).toSorted()).toEqual(placesIn(pageLanguages.en).toSorted());
});
