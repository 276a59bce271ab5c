import type { Parts } from "./ask.ts";
import { accountWords, chooseScope, ofType, personWords, propertyAt, type PropertyGroup } from "./read-filters.ts";
import type { Reading } from "./reading.ts";
import { scopeOf } from "./vocabulary.ts";

export type Breakdown = { property: string; limit?: number };
/** "top 5 …", "most frequent …", "which … most": what comes first is asked for. `at`: where the groups are named, if right behind. */
export type Ranking = { at: number | null; limit: number | undefined };

export function takeRanking(reading: Reading): Ranking | null {
  const top =
    reading.take(/(?:the )?(?:top|first|biggest|most common|most frequent) (\d{1,2})(?= )/) ??
    reading.take(/(?:the )?(?:most (?:common|frequent|popular|used)|top)(?= )/);
  if (top) return { at: top.to, limit: top[1] === undefined ? undefined : Number(top[1]) };
  const most =
    reading.has(/(?:which|what).*/) &&
    reading.take(/(?:the )?most(?: often| frequently| commonly)?(?! (?:people|users|customers|accounts|companies|of))/);
  return most ? { at: null, limit: undefined } : null;
}

/** "by country", "per plan", "which topics", "top 5 countries". */
export function takeBreakdown(
  reading: Reading,
  { mentions, groups }: Pick<Parts, "mentions" | "groups">,
  ranking: Ranking | null = null,
): Breakdown | undefined {
  const limit = ranking?.limit === undefined ? {} : { limit: ranking.limit };
  const found = (ranking && takeRankedAccounts(reading, ranking, groups)) ?? takeNamedGroups(reading, mentions, groups, ranking);
  return found ? { property: found, ...limit } : undefined;
}

function takeNamedGroups(
  reading: Reading,
  mentions: Parts["mentions"],
  groups: readonly PropertyGroup[],
  ranking: Ranking | null,
): string | null {
  const events = mentions.map(({ thing }) => thing.name);
  const ofMentions = new Set(mentions.flatMap(({ words }) => words));
  for (const [at, word] of reading.words.entries()) {
    const isTop = ranking !== null && ranking.at === at;
    const isAsking = /^(?:which|what)$/.test(word.text);
    if (!isTop && (reading.isTaken(at) || !(isAsking || /^(?:by|per|across|each|every|for)$/.test(word.text)))) continue;
    for (const start of startsBehind(reading, isTop ? at : at + 1)) {
      const group = propertyAt(reading, start, groups, (place) => !reading.isTaken(place) || ofMentions.has(place));
      if (!group) continue;
      const end = start + group.stems.length;
      // "which features were used": the word names the interaction and what it is asked by.
      const isShared = reading.isTaken(end - 1);
      const usable = isShared
        ? (ofType([group], "string")[0]?.properties.filter(({ values }) => values !== undefined) ?? [])
        : group.properties;
      if (isShared && !isAsking && !isTop) continue;
      // "tickets per seat" asks for a ratio, not for tickets by how many seats there are.
      if (word.text === "per" && usable.every(({ type }) => type === "number")) continue;
      const owner = /^of the (account|company|person|customer)$/.exec(textFrom(reading, end, 3));
      const noun = owner ? nounOf(owner[1] as string) : nounOf(reading.words[at + 1]?.stem ?? "");
      const chosen = chooseScope(usable, noun, events) ?? usable.find(isOnEvery);
      if (!chosen) continue;
      reading.takeWords(at, (owner ? end + 3 : end) - at);
      reading.take(/(?:broken|split|grouped|segmented|divided)(?: down| up)?/);
      return chosen.path;
    }
  }
  return null;
}

/** Where a property may begin behind the word that leads to it: at once, behind an article or noun, behind the interaction ("by sign up method"). */
function startsBehind(reading: Reading, at: number): number[] {
  const starts = [at];
  if (/^(?:the|each|every|account|person|customer|company|user)$/.test(reading.words[at]?.text ?? "")) starts.push(at + 1);
  let behind = at;
  while (behind < reading.words.length && reading.isTaken(behind)) behind++;
  if (behind > at) starts.push(behind);
  return starts;
}

/** "top 10 accounts", "which accounts … most": accounts by name. */
function takeRankedAccounts(reading: Reading, { at }: Ranking, groups: readonly PropertyGroup[]): string | null {
  const start = at ?? reading.find(/(?:which|what) (?:accounts?|companies|company|organi[sz]ations?|workspaces?|clients?)/)?.word;
  if (start === undefined) return null;
  const noun = at === null ? start + 1 : start;
  if (reading.isTaken(noun) || !accountWords.has(reading.words[noun]?.stem ?? "")) return null;
  const name = groups.flatMap(({ properties }) => properties).find(({ path }) => path === "account.name" || path === "account.$name");
  if (!name) return null;
  reading.takeWords(start, noun + 1 - start);
  return name.path;
}

const nounOf = (stem: string): "account" | "person" | null =>
  accountWords.has(stem) ? "account" : personWords.has(stem) ? "person" : null;

/** Ours stand on every interaction. */
const isOnEvery = ({ path }: { path: string }) => path.startsWith("event.$") || scopeOf(path) === "session";

const textFrom = (reading: Reading, from: number, count: number): string =>
  reading.words
    .slice(from, from + count)
    .map(({ text }) => text)
    .join(" ");
