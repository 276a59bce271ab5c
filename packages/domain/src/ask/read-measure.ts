import type { Measure } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { accountWords, personWords } from "./read-filters.ts";
import { takeStatistic } from "./read-statistic.ts";
import type { Reading } from "./reading.ts";
import { takeNouns } from "./read-units.ts";

/** What is counted or computed. `noun`: a thing was named that can be counted without an event (people, accounts, sessions). `ranked`: groups are set in order by it. */
export function takeMeasure(
  reading: Reading,
  { mentions, values, groups }: Pick<Parts, "mentions" | "values" | "groups">,
  ranked: boolean,
): { kind: Measure; noun: boolean } {
  if (
    reading.take(perPerson) ||
    (reading.has(/on average|average|mean/) &&
      reading.take(/(?:does|do|did|will) an? (?:typical |average )?(?:person|user|customer|visitor|member)/))
  ) {
    reading.take(/on average|average|mean/);
    return { kind: { kind: "perPerson" }, noun: false };
  }
  const events = mentions.map(({ thing }) => thing.name);
  const statistic = takeStatistic(reading, groups, events, ranked);
  if (statistic) return { kind: statistic, noun: false };
  const noun = ranked ? null : countedNoun(reading, mentions, values);
  takeNouns(reading);
  return noun ? { kind: { kind: noun }, noun: true } : { kind: { kind: "total" }, noun: false };
}
const perPerson =
  /(?:on average )?(?:per|for each|by each) (?:person|user|customer)|(?:does |do |did )?(?:each|every|the average) (?:person|user|customer)/;

/** The noun right behind the words that count: "how many trial accounts", "number of people". Values that were taken may lie between. */
function countedNoun(reading: Reading, mentions: Parts["mentions"], values: Parts["values"]): "people" | "accounts" | "sessions" | null {
  const counting = /^(?:many|of|unique|distinct|different|which|what|who|much|count|number|active)$/;
  for (const [at, word] of reading.words.entries()) {
    if (reading.isTaken(at)) continue;
    const kind = accountWords.has(word.stem)
      ? "accounts"
      : personWords.has(word.stem)
        ? "people"
        : /^(?:session|visit)$/.test(word.stem)
          ? "sessions"
          : null;
    if (!kind) continue;
    let before = at - 1;
    const isEvent = (place: number) => mentions.some(({ from, to }) => from <= place && place < to);
    while (before >= 0 && !isEvent(before) && (reading.isTaken(before) || /^(?:the|our)$/.test(reading.words[before]?.text ?? "")))
      before--;
    const isMore = /^(?:more|fewer|less)$/.test(reading.words[at - 1]?.text ?? "");
    const lead = isMore ? "many" : (reading.words[before]?.text ?? "");
    const isOf = lead === "of" && !/^(?:number|count|share|percentage|percent|proportion)$/.test(reading.words[before - 1]?.text ?? "");
    if (word.text === "who" ? at <= 1 : before < 0 || (counting.test(lead) && !isOf)) {
      reading.takeWords(at, 1);
      for (let between = Math.max(0, before); between < at; between++)
        if (/^(?:unique|distinct|different)$/.test(reading.words[between]?.text ?? "")) reading.takeWords(between, 1);
      reading.take(/unique|distinct/);
      return kind;
    }
  }
  if (reading.take(/unique|distinct/)) return "people";
  // "How many admins": a kind of people, by the value that was taken right behind the words that count.
  const kind = values.find(({ from, path }) => reading.words[from - 1]?.text === "many" && /^(?:person|account)\./.test(path));
  return kind ? (kind.path.startsWith("person.") ? "people" : "accounts") : null;
}
