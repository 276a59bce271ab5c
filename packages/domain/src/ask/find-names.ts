import { isSame, type Named } from "./name-index.ts";
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

const isExact = (word: string, stem: string) => word === stem;

/** Takes names in the order given (the longest first), the exact before the similar; words that a name has taken are not free for another. */
export function takeMentions<Thing>(reading: Reading, names: readonly Named<Thing>[]): Mention<Thing>[] {
  const found: Mention<Thing>[] = [];
  for (const same of [isExact, isSame]) {
    for (const { stems, thing } of names) {
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
