import type { Word } from "./words.ts";

/** A question while it is being understood: what has been taken is not looked at again, and what remains in the end was not understood. */
export type Reading = {
  words: readonly Word[];
  isTaken(index: number): boolean;
  takeWords(from: number, count: number): void;
  /** The first place where the words that remain, joined by blanks, match. `index` is that of the first word. */
  find(pattern: RegExp): Place | null;
  /** Likewise, and they are taken. */
  take(pattern: RegExp): Place | null;
  /** Whether they would match. */
  has(pattern: RegExp): boolean;
  remaining(): Word[];
};
export type Place = RegExpMatchArray & { word: number; to: number };

/** How a taken word stands in the text that patterns look at: no pattern names it, so words on either side of it are not neighbours. */
export const takenSign = "\u0001";

const wholeWords = new Map<string, RegExp>();
/** The pattern between whole words; each is compiled once. */
function wholeWordsOf({ source }: RegExp): RegExp {
  const known = wholeWords.get(source);
  if (known) return known;
  const compiled = new RegExp(`(?<![^ ])(?:${source})(?![^ ])`, "iu");
  wholeWords.set(source, compiled);
  return compiled;
}

export function createReading(words: readonly Word[]): Reading {
  const taken = words.map(() => false);
  let text: string | null = null;
  const joined = () => (text ??= words.map((word, index) => (taken[index] || word.quoted ? takenSign : word.text)).join(" "));
  const countWords = (part: string) => {
    let count = 0;
    for (const char of part) if (char === " ") count++;
    return count;
  };
  const find = (pattern: RegExp): Place | null => {
    const found = wholeWordsOf(pattern).exec(joined());
    if (!found || found[0].trim() === "") return null;
    const word = countWords(joined().slice(0, found.index));
    return Object.assign(found, { word, to: word + countWords(found[0]) + 1 });
  };
  return {
    words,
    isTaken: (index) => taken[index] ?? true,
    takeWords(from, count) {
      for (let index = from; index < from + count; index++) taken[index] = true;
      text = null;
    },
    find,
    take(pattern) {
      const place = find(pattern);
      if (place) this.takeWords(place.word, place.to - place.word);
      return place;
    },
    has: (pattern) => find(pattern) !== null,
    remaining: () => words.filter((_, index) => !taken[index]),
  };
}
