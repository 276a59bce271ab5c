import type { Parts } from "./ask.ts";
import { accountWords, chooseScope, personWords, propertyAt } from "./read-filters.ts";
import type { Reading } from "./reading.ts";
import { scopeOf } from "./vocabulary.ts";

/** "by country", "per plan", "which topics", "top 5 countries". */
export function takeBreakdown(
  reading: Reading,
  mentions: Parts["mentions"],
  groups: Parts["groups"],
  top: number | undefined,
): { property: string; limit?: number } | undefined {
  const events = mentions.map(({ thing }) => thing.name);
  for (const [at, word] of reading.words.entries()) {
    if (reading.isTaken(at) && top === undefined) continue;
    const leads = /^(?:by|per|across|which|what|each|every|for)$/.test(word.text) && !reading.isTaken(at);
    const isTop = top !== undefined && reading.isTaken(at - 1) && !reading.isTaken(at);
    if (!leads && !isTop) continue;
    for (const start of isTop ? [at] : [at + 1, at + 2]) {
      if (start === at + 2 && !/^(?:the|each|every|account|person|customer|company|user)$/.test(reading.words[at + 1]?.text ?? ""))
        continue;
      const besideNoun = accountWords.has(reading.words[at + 1]?.stem ?? "")
        ? "account"
        : personWords.has(reading.words[at + 1]?.stem ?? "")
          ? "person"
          : null;
      const group = propertyAt(reading, start, groups);
      const owner = group && /^of the (account|company|person|customer)$/.exec(wordsFrom(reading, start + group.stems.length, 3));
      if (owner) reading.takeWords(start + group.stems.length, 3);
      const noun = owner ? (/account|company/.test(owner[1] as string) ? "account" : "person") : besideNoun;
      const chosen = group && (chooseScope(group.properties, noun, events) ?? channelOf(group.properties));
      if (!group || !chosen) continue;
      reading.takeWords(isTop ? start : at, start + group.stems.length - (isTop ? start : at));
      reading.take(/(?:broken|split|grouped|segmented|divided)(?: down| up)?/);
      return { property: chosen.path, ...(top === undefined ? {} : { limit: top }) };
    }
  }
  return undefined;
}

/** Ours stand on every interaction. */
const channelOf = (properties: readonly { path: string }[]) =>
  properties.find(({ path }) => path.startsWith("event.$") || scopeOf(path) === "session") ?? null;

const wordsFrom = (reading: Reading, from: number, count: number): string =>
  reading.words
    .slice(from, from + count)
    .map(({ text }) => text)
    .join(" ");
