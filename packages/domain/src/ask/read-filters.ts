import type { Predicate } from "@throughline/contract";
import type { Named, NameIndex, PropertyName, ValueName } from "./name-index.ts";
import { isSame } from "./name-index.ts";
import type { Reading } from "./reading.ts";
import { scopeOf } from "./vocabulary.ts";

export const accountWords = new Set(["account", "company", "organisation", "organization", "workspace", "client", "business"]);
export const personWords = new Set(["person", "visitor", "customer", "member", "someone", "everyone", "who"]);

/** Properties of one name, in whatever scope. */
export type PropertyGroup = { stems: string[]; properties: PropertyName[] };

export function groupProperties(index: NameIndex): PropertyGroup[] {
  const groups = Map.groupBy(index.properties, (property) => property.stems.join(" "));
  return [...groups.values()]
    .map((list) => ({ stems: list[0]?.stems ?? [], properties: list.map(({ thing }) => thing) }))
    .sort((a, b) => b.stems.length - a.stems.length);
}

/** The property whose name stands at a place, the longest first; null where none does. `isFree`: which words may be of it. */
export function propertyAt(
  reading: Reading,
  at: number,
  groups: readonly PropertyGroup[],
  isFree: (at: number) => boolean = (place) => !reading.isTaken(place),
): PropertyGroup | null {
  return (
    groups.find(
      (group) =>
        group.stems.length > 0 &&
        group.stems.every((stem, offset) => isFree(at + offset) && isSame(reading.words[at + offset]?.stem ?? "", stem)),
    ) ?? null
  );
}

/** The property whose name ends right before a place. */
export function propertyBefore(reading: Reading, end: number, groups: readonly PropertyGroup[]): PropertyGroup | null {
  for (const length of [3, 2, 1]) {
    const group = end - length >= 0 ? propertyAt(reading, end - length, groups) : null;
    if (group && group.stems.length === length) return group;
  }
  return null;
}

/** Properties of one type alone. */
export const ofType = (groups: readonly PropertyGroup[], ...types: PropertyName["type"][]): PropertyGroup[] =>
  groups
    .map((group) => ({ ...group, properties: group.properties.filter(({ type }) => types.includes(type)) }))
    .filter(({ properties }) => properties.length > 0);

/** Does a property stand on these interactions? Those of people and accounts always do. */
export const isOn = (property: { path: string; events?: string[] | undefined }, events: readonly string[]): boolean =>
  scopeOf(property.path) !== "event" ||
  property.path.startsWith("event.$") ||
  (events.length > 0 && events.every((event) => property.events?.includes(event) ?? false));

/**
 * Of several properties with the same name or value, the one that is meant: that of the noun beside it (accounts, people), else that of the interaction asked about, else the person's,
 * else the account's.
 */
export function chooseScope<Thing extends { path: string; events?: string[] | undefined }>(
  things: readonly Thing[],
  noun: "person" | "account" | null,
  events: readonly string[],
): Thing | null {
  const usable = things.filter((thing) => isOn(thing, events));
  // The property that more interactions share is the more general one.
  const of = (scope: string) =>
    usable
      .filter((thing) => scopeOf(thing.path) === scope && !thing.path.startsWith("event.$"))
      .sort((a, b) => (b.events?.length ?? 0) - (a.events?.length ?? 0))[0];
  return (noun && of(noun)) ?? of("event") ?? of("person") ?? of("account") ?? of("session") ?? usable[0] ?? null;
}

function nounAt(reading: Reading, at: number): "person" | "account" | null {
  const stem = reading.words[at]?.stem ?? "";
  return accountWords.has(stem) ? "account" : personWords.has(stem) ? "person" : null;
}

/** The noun that a value belongs to: right behind it ("trial accounts"), else the last one before it ("accounts from Germany"). */
export function nounBeside(reading: Reading, from: number, to: number): "person" | "account" | null {
  const behind = nounAt(reading, to);
  if (behind) return behind;
  for (let at = from - 1; at >= 0; at--) {
    const found = nounAt(reading, at);
    if (found) return found;
  }
  return null;
}

const negations = /^(?:not|isn't|aren't|except|excluding|other than|outside(?: of)?|without|non)$/;
const reserved = new Set(
  "daily weekly monthly hourly below above none other changes new team product true false email active retention funnel conversion path journey session report dashboard home customer customers".split(
    " ",
  ),
);

/** Where in the question a value stood, and of which property it is. */
export type ValuePlace = { from: number; to: number; path: string };

type Values = {
  predicates: Predicate[];
  places: ValuePlace[];
  /** The property of which two values are set against each other: "CSV vs PDF". */
  compared: string | null;
  /** The property of which one value becomes another: "from starter to growth". No condition says that. */
  changed: string | null;
};

/** Takes the values that a question names ("trial", "Germany", "as PDF") as conditions; one that could belong nowhere stays. */
export function takeValues(reading: Reading, index: NameIndex, groups: readonly PropertyGroup[], events: readonly string[]): Values {
  const found: FoundValue[] = [];
  // What is written exactly goes before what only resembles it: Germany is not German.
  for (const similar of [false, true]) {
    for (const name of index.values) {
      for (let at = 0; at < reading.words.length; at++) {
        if (!name.stems.every((stem, offset) => isValueWord(reading, at + offset, stem, similar))) continue;
        const value = takeValue(reading, { at, to: at + name.stems.length, name }, groups, events);
        if (value) found.push(value);
      }
    }
  }
  found.sort((a, b) => a.from - b.from);
  return { ...toPredicates(reading, found), places: found.map(({ from, to, chosen }) => ({ from, to, path: chosen.path })) };
}

type FoundValue = { from: number; to: number; chosen: ValueName; negated: boolean };

function takeValue(
  reading: Reading,
  { at, to, name }: { at: number; to: number; name: Named<ValueName[]> },
  groups: readonly PropertyGroup[],
  events: readonly string[],
): FoundValue | null {
  const besides = besideProperty(reading, at, to, groups);
  const named = besides ? name.thing.filter((value) => besides.group.properties.some(({ path }) => path === value.path)) : [];
  // "from Germany" names no property "from".
  const beside = named.length > 0 ? besides : null;
  const isReserved = name.stems.length === 1 && reserved.has(reading.words[at]?.text ?? "");
  const lead = /^(?:the|an|a)$/.test(reading.words[at - 1]?.text ?? "") ? at - 2 : at - 1;
  const isLed = /^(?:by|via|as|through|over|on)$/.test(reading.words[lead]?.text ?? "");
  if (!beside && isReserved && !isLed) return null;
  const chosen = beside ? chooseScope(named, nounBeside(reading, at, to), events) : chooseValue(reading, at, to, name.thing, events);
  // Channels and the like are named with a preposition: "reviews" alone are not what came by the channel "review".
  if (!chosen || (chosen.path.startsWith("event.$") && !beside && !isLed)) return null;
  const from = beside ? Math.min(at, beside.from) : at;
  const end = beside ? Math.max(to, beside.to) : to;
  reading.takeWords(from, end - from);
  const isPreposition = /^(?:from|in|of|by|for|on|to|as|the|via|through|with)$/.test(reading.words[from - 1]?.text ?? "");
  const before = isPreposition ? from - 2 : from - 1;
  const negated = negations.test(reading.words[before]?.text ?? "") && !reading.isTaken(before);
  if (negated) reading.takeWords(before, 1);
  if (/^(?:via|through|using|because)$/.test(reading.words[from - 1]?.text ?? "")) reading.takeWords(from - 1, 1);
  return { from, to: end, chosen, negated };
}

/** A value right before people or accounts is theirs ("enterprise customers"): never one of the interaction. */
function chooseValue(reading: Reading, at: number, to: number, values: readonly ValueName[], events: readonly string[]): ValueName | null {
  const noun = nounAt(reading, to);
  if (noun === null) return chooseScope(values, nounBeside(reading, at, to), events);
  const ofNoun = (scope: string) => values.find(({ path }) => scopeOf(path) === scope);
  const chosen = noun === "account" ? ofNoun("account") : (ofNoun("person") ?? ofNoun("account"));
  // "German customers": of the country, or who speak the language?
  return chosen && !/language|locale/i.test(chosen.path) ? chosen : null;
}

function isValueWord(reading: Reading, at: number, stem: string, similar: boolean): boolean {
  const word = reading.words[at];
  if (!word || reading.isTaken(at) || word.quoted) return false;
  return word.text === stem || word.text === `${stem}s` || (similar && word.text.length >= 6 && isSame(word.text, stem));
}

/** "growth plan", "plan is growth", "plan growth": the property that is named beside a value, with the small words between. */
function besideProperty(
  reading: Reading,
  from: number,
  to: number,
  groups: readonly PropertyGroup[],
): { group: PropertyGroup; from: number; to: number } | null {
  const behind = propertyAt(reading, to, groups);
  if (behind) return { group: behind, from, to: to + behind.stems.length };
  let at = from - 1;
  while (at >= 0 && !reading.isTaken(at) && /^(?:is|was|are|=|equals|of|the|set|to|as)$/.test(reading.words[at]?.text ?? "")) at--;
  const group = propertyBefore(reading, at + 1, groups);
  return group ? { group, from: at + 1 - group.stems.length, to } : null;
}

function toPredicates(reading: Reading, found: readonly FoundValue[]): Omit<Values, "places"> {
  const predicates: Predicate[] = [];
  let compared: string | null = null;
  let changed: string | null = null;
  const byPath = Map.groupBy(found, ({ chosen, negated }) => `${chosen.path} ${negated}`);
  for (const list of byPath.values()) {
    const { chosen, negated } = list[0] as (typeof list)[number];
    const values = list.map((one) => one.chosen.value);
    // Several values of one property are alternatives; the word that says so stands between them.
    for (let at = 1; at < list.length; at++) {
      const before = (list[at]?.from ?? 0) - 1;
      const word = reading.words[before]?.text ?? "";
      if (/^(?:or|and|nor|vs|versus|against)$/.test(word)) reading.takeWords(before, 1);
      if (/^(?:vs|versus|against)$/.test(word)) compared = chosen.path;
      if (word === "to" && !negated) changed = chosen.path;
    }
    predicates.push(
      values.length === 1
        ? { property: chosen.path, op: negated ? "neq" : "eq", value: valueOf(values[0] as string) }
        : { property: chosen.path, op: negated ? "notIn" : "in", value: values.map(valueOf) },
    );
  }
  return { predicates, compared, changed };
}

const valueOf = (value: string): string | boolean => (value === "true" ? true : value === "false" ? false : value);
