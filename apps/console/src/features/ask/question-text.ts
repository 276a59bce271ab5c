/** Words of a question as they stand in it; `isUnknown` are those that were not understood. */
export type Piece = { text: string; isUnknown: boolean };

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const wordsPattern = (words: readonly string[]) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])(${words
      .toSorted((a, b) => b.length - a.length)
      .map(escaped)
      .join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );

/** A question cut where words that were not understood begin and end. */
export function markUnknown(question: string, words: readonly string[]): Piece[] {
  if (words.length === 0) return [{ text: question, isUnknown: false }];
  // What is split by a group in parentheses stands at the odd places.
  return question
    .split(wordsPattern(words))
    .map((text, index) => ({ text, isUnknown: index % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

/** A question with a suggestion in the place of the first word that was not understood; at the end, where there is none. */
export function refill(question: string, words: readonly string[], suggestion: string): string {
  const pieces = markUnknown(question, words);
  const first = pieces.findIndex(({ isUnknown }) => isUnknown);
  if (first < 0) return `${question.trim()} ${suggestion}`.trim();
  return pieces.map(({ text }, index) => (index === first ? suggestion : text)).join("");
}
