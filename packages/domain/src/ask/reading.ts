import type { Word } from "./words.ts";

/** A question while it is being understood: what has been taken is not looked at again, and what remains in the end was not understood. */
export type Reading = {
  words: readonly Word[];
  isTaken(index: number): boolean;
  takeWords(from: number, count: number): void;
  /** The first place where the words that remain, joined by blanks, match; they are taken. `index` is that of the first word. */
  take(pattern: RegExp): (RegExpMatchArray & { word: number }) | null;
  /** Whether they would match. */
  has(pattern: RegExp): boolean;
  remaining(): Word[];
};

export function createReading(words: readonly Word[]): Reading {
  const taken = words.map(() => false);
  // A taken word stands as a sign that no pattern names: words on either side of it are not neighbours.
  const joined = () => words.map((word, index) => (taken[index] || word.quoted ? "\u0001" : word.text));
  const match = (pattern: RegExp) => {
    const parts = joined();
    const found = new RegExp(`(?<![^ ])(?:${pattern.source})(?![^ ])`, "iu").exec(parts.join(" "));
    if (!found) return null;
    const word = parts.join(" ").slice(0, found.index).split(" ").length - 1;
    return { found, word, count: found[0].trim() === "" ? 0 : found[0].split(" ").length };
  };
  return {
    words,
    isTaken: (index) => taken[index] ?? true,
    takeWords(from, count) {
      for (let index = from; index < from + count; index++) taken[index] = true;
    },
    take(pattern) {
      const place = match(pattern);
      if (!place) return null;
      this.takeWords(place.word, place.count);
      return Object.assign(place.found, { word: place.word });
    },
    has: (pattern) => match(pattern) !== null,
    remaining: () => words.filter((_, index) => !taken[index]),
  };
}
