import { isSame, type EventName, type Named, type NameIndex } from "./name-index.ts";
import type { Reading } from "./reading.ts";

/** Where in a question a name stands: `words` are the places of its words. */
export type Mention<Thing> = { thing: Thing; from: number; to: number; words: number[] };

const fillers = new Set([
  "a",
  "an",
  "the",
  "their",
  "its",
  "our",
  "his",
  "her",
  "of",
  "been",
  "was",
  "were",
  "is",
  "are",
  "has",
  "have",
  "had",
  "some",
  "any",
  "one",
  "up",
]);
const isFiller = (word: string, stems: readonly string[]) => fillers.has(word) && !stems.includes(word);
const longestMention = 9;

/**
 * The places of all words of a name from a place on, in any order and with small words between; null where they do not stand there. Exact before similar.
 */
function matchFrom(
  reading: Reading,
  start: number,
  stems: readonly string[],
  same: (word: string, stem: string) => boolean,
): number[] | null {
  const open = [...stems];
  const places: number[] = [];
  for (let at = start; at < Math.min(reading.words.length, start + longestMention) && open.length > 0; at++) {
    const word = reading.words[at];
    if (!word || reading.isTaken(at) || word.quoted) return null;
    const found = open.findIndex((stem) => same(word.stem, stem));
    if (found >= 0) {
      open.splice(found, 1);
      places.push(at);
    } else if (places.length === 0 || !isFiller(word.text, stems)) return null;
  }
  return open.length === 0 ? places : null;
}

/** Takes the longest names first, the exact before the similar, the frequent before the rare; words that a name has taken are not free for another. */
export function takeMentions<Thing>(
  reading: Reading,
  names: readonly Named<Thing>[],
  weight: (thing: Thing) => number = () => 0,
): Mention<Thing>[] {
  const found: Mention<Thing>[] = [];
  for (const same of [(a: string, b: string) => a === b, isSame]) {
    const sorted = names.toSorted((a, b) => b.stems.length - a.stems.length || weight(b.thing) - weight(a.thing));
    for (const { stems, thing } of sorted) {
      if (stems.length === 0) continue;
      for (let start = 0; start < reading.words.length; start++) {
        const words = matchFrom(reading, start, stems, same);
        if (!words) continue;
        const from = words[0] as number;
        const to = (words.at(-1) as number) + 1;
        for (const at of words) reading.takeWords(at, 1);
        // Small words inside the mention belong to it.
        for (let at = from; at < to; at++) if (!reading.isTaken(at)) reading.takeWords(at, 1);
        found.push({ thing, from, to, words });
      }
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Words for who or what is counted, and for the kinds of questions: never an interaction by themselves. */
const neverNames = new Set([
  "account",
  "company",
  "companie",
  "person",
  "people",
  "user",
  "customer",
  "visitor",
  "session",
  "visit",
  "page",
  "screen",
  "retention",
  "funnel",
  "path",
  "lifecycle",
  "journey",
  "active",
  "activity",
]);
const beginnings = new Set(["open", "creat", "start", "add", "send", "post", "sign", "perform", "receiv"]);

/**
 * Interactions that are named by a part of their words: "exports" where only one interaction speaks of exporting; "tickets" where one of several is how
 * a ticket begins. Where several fit alike none is taken: the words stay, to be named as not understood.
 */
export function takePartlyNamed(
  reading: Reading,
  index: NameIndex,
): { mentions: Mention<EventName>[]; ambiguous: { word: string; names: string[] }[] } {
  const mentions: Mention<EventName>[] = [];
  const ambiguous: { word: string; names: string[] }[] = [];
  for (let start = 0; start < reading.words.length; start++) {
    for (const length of [3, 2, 1]) {
      const words = Array.from({ length }, (_, offset) => start + offset);
      if (
        words.some(
          (at) =>
            !reading.words[at] ||
            reading.isTaken(at) ||
            reading.words[at].quoted ||
            reading.words[at].text.length < 4 ||
            (length === 1 && neverNames.has(reading.words[at].text.replace(/s$/, ""))),
        )
      )
        continue;
      const stems = words.map((at) => reading.words[at]?.stem as string);
      const fitting = index.events.filter(
        (event) => event.stems.length > length && stems.every((stem) => event.stems.some((own) => isSame(stem, own))),
      );
      if (fitting.length === 0) continue;
      const beginning = fitting.filter((event) => event.stems.some((stem) => beginnings.has(stem)));
      // What is both started and completed has no one event that stands for it.
      const isProcess = ["start", "complet"].every((verb) => fitting.some((event) => event.stems.includes(verb)));
      // "renewals" is what is done in "Subscription Renewed", and only spoken of in "Renewal Quote Sent".
      const done = fitting.filter((event) => stems.some((stem) => isSame(stem, event.stems.at(-1) ?? "")));
      const chosen =
        fitting.length === 1 ? fitting[0] : done.length === 1 ? done[0] : beginning.length === 1 && !isProcess ? beginning[0] : undefined;
      if (chosen) {
        reading.takeWords(start, length);
        mentions.push({ thing: chosen.thing, from: start, to: start + length, words });
      } else {
        ambiguous.push({ word: words.map((at) => reading.words[at]?.text).join(" "), names: fitting.map((event) => event.thing.name) });
        // A part of what is ambiguous is no clearer.
        start += length - 1;
      }
      break;
    }
  }
  return { mentions, ambiguous };
}
