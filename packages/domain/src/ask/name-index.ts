import { distance, stemOf, toWords } from "./words.ts";
import { wordsOfPath, type AskVocabulary } from "./vocabulary.ts";

/** A name that a question may mention, by the stems of its words; a value by its very words. */
export type Named<Thing> = { stems: string[]; thing: Thing };
export type EventName = { name: string; count: number };
/** A text that a property takes, and every property that takes it. */
export type ValueName = { value: string; path: string; events: string[] | undefined };
export type PropertyName = AskVocabulary["properties"][number];

export type NameIndex = {
  events: Named<EventName>[];
  properties: Named<PropertyName>[];
  values: Named<ValueName>[];
  journeys: Named<{ key: string; name: string }>[];
  segments: Named<{ key: string; name: string }>[];
};

const stemsOf = (text: string): string[] =>
  toWords(text.replace(/[_]+/g, " ")).map((word) => (word.quoted ? stemOf(word.text) : word.stem));

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
const otherNames: Record<string, string[]> = {
  US: ["usa", "america"],
  GB: ["uk", "britain", "england"],
  NL: ["holland"],
  AE: ["emirates"],
  CZ: ["czech republic"],
};

/** A value as people say it: itself, and for codes of countries and languages their names. */
function saidAs(path: string, value: string): string[] {
  const about = wordsOfPath(path);
  try {
    if (/\bcountry\b/.test(about) && /^[A-Za-z]{2}$/.test(value))
      return [regions.of(value.toUpperCase()) ?? value, ...(otherNames[value.toUpperCase()] ?? [])];
    if (/\b(language|locale)\b/.test(about) && /^[a-z]{2}$/.test(value)) return [languages.of(value) ?? value];
  } catch {
    // Not a code after all.
  }
  return [value];
}

/** What a vocabulary can be called. Made once for many questions. */
export function indexNames(vocabulary: AskVocabulary): NameIndex {
  const named = <Thing>(thing: Thing, text: string): Named<Thing> => ({ stems: stemsOf(text), thing });
  return {
    events: vocabulary.events.map((event) => named(event, event.name)),
    properties: vocabulary.properties.map((property) => named(property, wordsOfPath(property.path))),
    values: vocabulary.properties.flatMap(({ path, events, values = [] }) =>
      values.flatMap((value) =>
        saidAs(path, value).map((said) => ({ stems: toWords(said).map(({ text }) => text.toLowerCase()), thing: { value, path, events } })),
      ),
    ),
    journeys: vocabulary.journeys.map((journey) => named(journey, journey.name)),
    segments: vocabulary.segments.map((segment) => named(segment, segment.name)),
  };
}

/** Words of the question against one stem: the same, or one slip of the pen in a longer word (two in a very long one). */
export function isSame(word: string, stem: string): boolean {
  if (word === stem) return true;
  const shorter = Math.min(word.length, stem.length);
  if (shorter < 5 || /\d/.test(word + stem)) return false;
  return distance(word, stem, shorter >= 9 ? 2 : 1) !== Infinity;
}
