import type { Predicate, QueryInput, Range } from "@throughline/contract";
import { composeQuery } from "./compose-query.ts";
import { takeMentions, type Mention } from "./find-names.ts";
import { takeElliptical, takePartlyNamed, takeSpread } from "./find-partly-named.ts";
import { indexNames, type EventName, type NameIndex } from "./name-index.ts";
import { createReading, type Reading } from "./reading.ts";
import { takeComparisons } from "./read-comparisons.ts";
import { groupProperties, takeValues, type ValuePlace } from "./read-filters.ts";
import { takeBooleans, takeQuoted, takeSegments } from "./read-stated.ts";
import { carrierOf, findStatistic } from "./read-statistic.ts";
import { takeNew, takeTerm, type Term } from "./read-terms.ts";
import { readTime, unknownRelease, type Clock } from "./read-time.ts";
import { isSmallWord } from "./small-words.ts";
import { wordsOfPath, type AskVocabulary } from "./vocabulary.ts";
import { toWords } from "./words.ts";

/** Either a query and how its words were read, or which word was not understood and what would be. */
export type Understood = { understood: true; query: QueryInput; readAs: { said: string; means: string }[] };
export type Declined = { understood: false; words: string[]; reason: string; suggestions: string[] };

export const maxQuestionLength = 500;

/** Answers questions over one vocabulary; made once for many. */
export function createAsk(vocabulary: AskVocabulary) {
  const index = indexNames(vocabulary);
  const groups = groupProperties(index);

  /**
   * A question in plain words → a query object. Every word must have a meaning: a question with one that has none is declined, and the word is named. Nothing is guessed.
   */
  return function ask(question: string, clock: Clock): Understood | Declined {
    const words = toWords(question.slice(0, maxQuestionLength));
    if (words.length === 0) return decline([], "Ask about what customers do, for example “How many people signed up last week?”", index);
    const reading = createReading(words);
    const range = readTime(reading, clock, vocabulary.releases);
    const quoted = takeQuotedEvents(reading, index);
    const mentions: Mention<EventName>[] = [...quoted, ...takeMentions(reading, index.events)];
    const found = takeTerm(reading, index, mentions.length > 0);
    if (found && "reason" in found) return decline([found.word], found.reason, index, found.names);
    const term = found?.term ?? null;
    mentions.push(...(found?.mentions ?? []));
    mentions.push(...takeElliptical(reading, index, mentions));
    dropQualifiers(reading, mentions);
    const sort = () => mentions.sort((a, b) => a.from - b.from);
    sort();
    const journeys = takeJourneys(reading, index);
    const segments = takeSegments(reading, index);
    const names = () => mentions.map(({ thing }) => thing.name);
    const where: Predicate[] = [...segments];
    const values: ValuePlace[] = [];
    let compared: string | null = null;
    let changed: string | null = null;
    const takeConditions = () => {
      where.push(...takeQuoted(reading, groups, names()));
      const found = takeValues(reading, index, groups, names());
      where.push(...found.predicates);
      values.push(...found.places);
      compared ??= found.compared;
      changed ??= found.changed;
    };
    takeConditions();
    let ambiguous: { word: string; names: string[] }[] = [];
    if ((mentions.length === 0 && journeys.length === 0) || (mentions.length === 1 && isAboutTwo(reading))) {
      if (mentions.length === 0) mentions.push(...takeSpread(reading, index));
      if (mentions.length === 0 || isAboutTwo(reading)) {
        const partly = takePartlyNamed(reading, index, carrierOf(findStatistic(reading, groups, reading.has(/top|most/))));
        ambiguous = partly.ambiguous;
        mentions.push(...partly.mentions);
        const beside = findBeside(partly.mentions, mentions);
        if (beside)
          return decline([textOf(reading, beside)], `I am not sure what “${textOf(reading, beside)}” is.`, index, [beside.thing.name]);
      }
      sort();
      takeConditions();
    }
    takeNew(reading, index, mentions);
    where.push(...takeComparisons(reading, groups, names()), ...takeBooleans(reading, groups, names()));
    const query = composeQuery({ reading, mentions, values, journeys, where, compared, range, groups, term });
    const left = reading.remaining().filter((word) => !isSmallWord(word.text) || word.quoted);
    if (left.length > 0) {
      const unclear = ambiguous.find(({ word }) => left.some(({ text }) => word.includes(text)));
      if (unclear) return decline([unclear.word], `“${unclear.word}” could mean several things.`, index, unclear.names);
      const release = unknownRelease(reading, vocabulary.releases);
      if (release) return decline([release.said], release.reason, index, release.suggestions);
      const isNew = left.length === 1 && left[0]?.text === "new";
      if (isNew)
        return decline(
          ["new"],
          "“New” could be those who signed up (“signups”), or those seen for the first time (“user lifecycle”).",
          index,
          [],
        );
      const conversion = left.find(({ stem }) => stem.startsWith("conver"));
      if (conversion && mentions.length < 2) return decline([conversion.text], oneStepAlone(mentions), index, []);
      return decline(
        left.map(({ text }) => text),
        `I did not understand ${left.map(({ text }) => `“${text}”`).join(", ")}.`,
        index,
      );
    }
    if (changed) return decline([], `From one value of ${changed} to another is no condition; ask for one of them.`, index);
    if ("reason" in query) return decline([], query.reason, index);
    // A figure is a trend, and steps are a funnel: in any other question the word would mean something else.
    if (term && query.query.kind !== (term.kind === "steps" ? "funnel" : "trends"))
      return decline([term.said], `“${term.said}” is ${term.means}; ask for it alone.`, index, []);
    return { understood: true, query: query.query, readAs: term ? [{ said: term.said, means: term.means }] : readAs(mentions, reading) };
  };
}
export type Ask = ReturnType<typeof createAsk>;
export type Parts = {
  reading: Reading;
  mentions: Mention<EventName>[];
  journeys: { key: string; name: string }[];
  values: ValuePlace[];
  where: Predicate[];
  /** The property of which two values are set against each other. */
  compared: string | null;
  range: Range | null;
  /** The word of business that the question is about. */
  term: Term | null;
  groups: ReturnType<typeof groupProperties>;
};

function oneStepAlone([only]: readonly Mention<EventName>[]): string {
  const found = only ? `I found one alone: ${only.thing.name}.` : "I found none.";
  return `A conversion goes from one event to another (“from … to …”). ${found}`;
}

/** Names in quotes are taken as they stand. */
function takeQuotedEvents(reading: Reading, index: NameIndex): Mention<EventName>[] {
  return reading.words.flatMap((word, at) => {
    if (!word.quoted || reading.isTaken(at)) return [];
    const event = index.events.find(({ thing }) => thing.name.toLowerCase() === word.text.toLowerCase());
    if (!event) return [];
    reading.takeWords(at, 1);
    return [{ thing: event.thing, from: at, to: at + 1, words: [at] }];
  });
}

/** "signups by sign up method": the second only says whose method. */
function dropQualifiers(reading: Reading, mentions: Mention<EventName>[]): void {
  const isQualifier = ({ thing, from }: Mention<EventName>) =>
    /^(?:by|per|which)$/.test(reading.words[from - 1]?.text ?? "") && mentions.filter((one) => one.thing === thing).length > 1;
  for (const mention of mentions.filter(isQualifier)) mentions.splice(mentions.indexOf(mention), 1);
}

function takeJourneys(reading: Reading, index: NameIndex): { key: string; name: string }[] {
  if (!isAboutJourney(reading)) return [];
  const found = takeMentions(reading, index.journeys);
  // "onboarding" for the journey "Trial onboarding", where only one journey speaks of it.
  if (found.length === 0) {
    for (const [at, word] of reading.words.entries()) {
      const fitting = reading.isTaken(at) ? [] : index.journeys.filter(({ stems }) => stems.includes(word.stem) && word.text.length >= 5);
      if (fitting.length === 1 && fitting[0]) {
        reading.takeWords(at, 1);
        return [fitting[0].thing];
      }
    }
  }
  return found.map(({ thing }) => thing);
}

const isAboutJourney = (reading: Reading) =>
  reading.has(
    /journeys?|drop out|drop|dropping|stall|stalls|stalling|stuck|lose|losing|lost|fail|get stuck|map|finish|complete|completion|get through|abandon/,
  );
const isAboutTwo = (reading: Reading) =>
  reading.has(/then|to|after|before|funnel|convert|conversion|and|vs|versus|per|return|come back|retention|retained|never|but/);

/** A name by a part that stands right beside another name is likely a part of something else ("shared comments"). */
const findBeside = (partly: readonly Mention<EventName>[], mentions: readonly Mention<EventName>[]) =>
  partly.find((one) => mentions.some((other) => other !== one && (other.to === one.from || one.to === other.from)));

function textOf(reading: Reading, { from, to, words }: Mention<EventName>): string {
  // Words that stand apart are said without what lies between.
  const isApart = words.some((at) => at >= to);
  return reading.words
    .filter((_, at) => (isApart ? words.includes(at) : from <= at && at < to))
    .map(({ text }) => text)
    .join(" ");
}

const readAs = (mentions: readonly Mention<EventName>[], reading: Reading) =>
  mentions.map((mention) => ({ said: textOf(reading, mention), means: mention.thing.name }));

function decline(words: string[], reason: string, index: NameIndex, suggestions?: string[]): Declined {
  return { understood: false, words, reason, suggestions: suggestions ?? nearNames(words, index) };
}

/** Names that begin alike: what may have been meant. */
function nearNames(words: readonly string[], index: NameIndex): string[] {
  const near = words.flatMap((word) =>
    [
      ...index.events.map(({ thing, stems }) => ({ name: thing.name, stems })),
      ...index.properties.map(({ thing, stems }) => ({ name: wordsOfPath(thing.path), stems })),
    ].filter(({ stems }) => stems.some((stem) => word.length >= 3 && stem.startsWith(word.slice(0, 3)))),
  );
  return [...new Set(near.map(({ name }) => name))].slice(0, 5);
}
