import type { Mention } from "./find-names.ts";
import { isSame, type EventName, type Named, type NameIndex } from "./name-index.ts";
import type { Reading } from "./reading.ts";

/** Words for who or what is counted, and for the kinds of questions: never an interaction by themselves. */
const neverNames = new Set(
  `account company companie person people user customer visitor session visit page screen retention funnel path lifecycle journey active activity
  first last next rate`.split(/\s+/),
);
const beginnings = new Set(["open", "creat", "start", "add", "send", "post", "sign", "perform", "receiv"]);
/** What stands in front of a name and says no more than that it happened: "used the search". */
const lightVerbs = /^(?:use[ds]?|using|perform(?:ed|s)?|ma(?:de|ke|kes))$/;
const widestSpread = 10;

export type PartlyNamed = { mentions: Mention<EventName>[]; ambiguous: { word: string; names: string[] }[] };

/**
 * Names whose words stand apart: "tickets did her accounts open", "report types created". Only where one interaction alone has all its words in the question.
 */
export function takeSpread(reading: Reading, index: NameIndex): Mention<EventName>[] {
  const fitting = index.events.flatMap((event) => {
    if (event.stems.length < 2) return [];
    const places = event.stems.map((stem) =>
      reading.words.findIndex((word, at) => !reading.isTaken(at) && !word.quoted && word.stem === stem),
    );
    const from = Math.min(...places);
    const last = Math.max(...places);
    return from >= 0 && last - from <= widestSpread && new Set(places).size === places.length ? [{ event, places, from, last }] : [];
  });
  const [only] = fitting;
  if (!only || fitting.length > 1) return [];
  for (const at of only.places) reading.takeWords(at, 1);
  return [{ thing: only.event.thing, from: only.from, to: only.from + 1, words: only.places }];
}

/** "quote sent, viewed and accepted": verbs that follow a name and make another name with its noun. */
export function takeElliptical(reading: Reading, index: NameIndex, mentions: readonly Mention<EventName>[]): Mention<EventName>[] {
  const found: Mention<EventName>[] = [];
  for (const { thing, to } of mentions) {
    const noun = index.events.find((event) => event.thing === thing)?.stems.slice(0, -1) ?? [];
    for (let at = to; noun.length > 0 && at < reading.words.length; at++) {
      const word = reading.words[at];
      if (!word || word.quoted || reading.isTaken(at)) break;
      const event = index.events.find(
        ({ stems }) => stems.length === noun.length + 1 && stems.at(-1) === word.stem && noun.every((stem, i) => stems[i] === stem),
      );
      if (event) {
        reading.takeWords(at, 1);
        found.push({ thing: event.thing, from: at, to: at + 1, words: [at] });
      } else if (!/^(?:and|or|then|to|vs|versus|finally)$/.test(word.text)) break;
    }
  }
  return found;
}

/**
 * Interactions that are named by a part of their words: "exports" where only one interaction speaks of exporting; "tickets" where one of several is how
 * a ticket begins. What a question asks of it (`has`: the number it must carry) decides between several. Where several fit alike none is taken: the words
 * stay, to be named as not understood.
 */
export function takePartlyNamed(reading: Reading, index: NameIndex, has: ((event: string) => boolean) | null): PartlyNamed {
  const mentions: Mention<EventName>[] = [];
  const ambiguous: PartlyNamed["ambiguous"] = [];
  for (let start = 0; start < reading.words.length; start++) {
    for (const length of [3, 2, 1]) {
      const words = Array.from({ length }, (_, offset) => start + offset);
      if (!words.every((at) => mayName(reading, at, length))) continue;
      // What figures are divided by or split into is a property, or nothing here.
      if (/^(?:per|by|each|every|which)$/.test(reading.words[start - 1]?.text ?? "")) continue;
      const stems = words.map((at) => reading.words[at]?.stem as string);
      const fitting = index.events.filter(
        (event) => event.stems.length > length && stems.every((stem) => event.stems.some((own) => isSame(stem, own))),
      );
      if (fitting.length === 0) continue;
      const chosen = chooseEvent(fitting, stems, has);
      if (chosen) {
        reading.takeWords(start, length);
        takeLightVerb(reading, start);
        mentions.push({ thing: chosen.thing, from: start, to: start + length, words });
      } else {
        ambiguous.push({ word: words.map((at) => reading.words[at]?.text).join(" "), names: fitting.map((event) => event.thing.name) });
      }
      // A part of what was looked at is no clearer.
      start += length - 1;
      break;
    }
  }
  return { mentions, ambiguous };
}

function mayName(reading: Reading, at: number, length: number): boolean {
  const word = reading.words[at];
  if (!word || reading.isTaken(at) || word.quoted || word.text.length < 4) return false;
  if (word.text === "share" && reading.words[at + 1]?.text === "of") return false;
  return length > 1 || !neverNames.has(word.text.replace(/s$/, ""));
}

function chooseEvent(
  fitting: readonly Named<EventName>[],
  stems: readonly string[],
  has: ((event: string) => boolean) | null,
): Named<EventName> | undefined {
  if (fitting.length === 1) return fitting[0];
  if (has) {
    const carrying = fitting.filter(({ thing }) => has(thing.name));
    return carrying.length === 1 ? carrying[0] : undefined;
  }
  const beginning = fitting.filter((event) => event.stems.some((stem) => beginnings.has(stem)));
  // What is both started and completed has no one event that stands for it.
  const isProcess = ["start", "complet"].every((verb) => fitting.some((event) => event.stems.includes(verb)));
  // "renewals" is what is done in "Subscription Renewed", and only spoken of in "Renewal Quote Sent".
  const done = fitting.filter((event) => stems.some((stem) => isSame(stem, event.stems.at(-1) ?? "")));
  // "searches" are "Search Performed" before they are "Help Searched".
  const whole = beginning.filter((event) => event.stems.length === stems.length + 1);
  if (done.length === 1) return whole.length === 1 ? whole[0] : done[0];
  return beginning.length === 1 && !isProcess ? beginning[0] : undefined;
}

function takeLightVerb(reading: Reading, start: number): void {
  let at = start - 1;
  while (/^(?:the|our|their|a|an)$/.test(reading.words[at]?.text ?? "")) at--;
  if (at >= 0 && !reading.isTaken(at) && lightVerbs.test(reading.words[at]?.text ?? "")) reading.takeWords(at, 1);
}
