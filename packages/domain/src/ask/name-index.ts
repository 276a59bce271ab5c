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
  /** By their words, the longest first; one text may be a value of several properties. */
  values: Named<ValueName[]>[];
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

const units = /^(ms|milliseconds|seconds|minutes|hours|days)$/;
/** The unit that a property's name ends with: `loadMs` → ms. */
export const unitOf = (path: string): string | undefined => {
  const words = wordsOfPath(path).split(" ");
  return words.length > 1 ? units.exec(words.at(-1) as string)?.[1] : undefined;
};

/** `event.loadMs` is load ms, and also load, load time; what is measured in time and lasts is a duration. The path of a page is called the page. */
function namesOf(property: PropertyName): string[] {
  if (property.path === "event.$path") return ["path", "page"];
  const name = wordsOfPath(property.path);
  const unit = property.type === "number" ? unitOf(property.path) : undefined;
  if (unit === undefined) return [name];
  const without = name.slice(0, -unit.length - 1);
  return [name, without, `${without} time`];
}

function groupValues(vocabulary: AskVocabulary): Named<ValueName[]>[] {
  const all = vocabulary.properties.flatMap(({ path, events, values = [] }) =>
    values.flatMap((value) =>
      saidAs(path, value).map((said) => ({ stems: toWords(said).map(({ text }) => text.toLowerCase()), thing: { value, path, events } })),
    ),
  );
  return [...Map.groupBy(all, ({ stems }) => stems.join(" ")).values()]
    .map((list) => ({ stems: list[0]?.stems ?? [], thing: list.map(({ thing }) => thing) }))
    .filter(({ stems }) => stems.length > 0)
    .sort((a, b) => b.stems.length - a.stems.length);
}

/** What a vocabulary can be called. Made once for many questions. */
export function indexNames(vocabulary: AskVocabulary): NameIndex {
  const named = <Thing>(thing: Thing, text: string): Named<Thing> => ({ stems: stemsOf(text), thing });
  return {
    events: vocabulary.events
      .map((event) => named(event, event.name))
      .sort((a, b) => b.stems.length - a.stems.length || b.thing.count - a.thing.count),
    properties: vocabulary.properties.flatMap((property) => namesOf(property).map((name) => named(property, name))),
    values: groupValues(vocabulary),
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
