import type { Measure } from "@throughline/contract";
import type { Parts } from "./ask.ts";
import { accountWords, chooseScope, personWords, propertyAt } from "./read-filters.ts";
import type { Reading } from "./reading.ts";
import { takeNouns } from "./read-units.ts";

const statistics: [RegExp, "avg" | "p50" | "p90" | "p99" | "sum" | "max" | "min"][] = [
  [/(?:average|mean|avg)(?: of)?/, "avg"],
  [/median(?: of)?/, "p50"],
  [/(?:p90|90th percentile)(?: of)?/, "p90"],
  [/(?:p99|99th percentile)(?: of)?/, "p99"],
  [/(?:sum|total)(?: of)?/, "sum"],
  [/(?:maximum|max|highest|largest|longest|biggest)(?: of)?/, "max"],
  [/(?:minimum|min|lowest|smallest|shortest)(?: of)?/, "min"],
];

/** What is counted or computed. `noun`: a thing was named that can be counted without an event (people, accounts, sessions). `top`: the groups of "top 5 countries". */
export function takeMeasure(
  reading: Reading,
  mentions: Parts["mentions"],
  values: Parts["values"],
  groups: Parts["groups"],
): { kind: Measure; noun: boolean; top: number | undefined } {
  const top = reading.take(/(?:the )?(?:top|first|biggest|most common|most frequent) (\d{1,2})(?= )/)?.[1];
  const limit = top === undefined ? undefined : Number(top);
  if (reading.take(/(?:on average )?(?:per|for each|by each) (?:person|user|customer)|each (?:person|user|customer)/)) {
    reading.take(/on average|average|mean/);
    return { kind: { kind: "perPerson" }, noun: false, top: limit };
  }
  for (const [pattern, kind] of statistics) {
    const property = propertyBehind(
      reading,
      pattern,
      groups,
      mentions.map(({ thing }) => thing.name),
    );
    if (property) return { kind: { kind, property }, noun: false, top: limit };
  }
  const noun = countedNoun(reading, mentions, values);
  takeNouns(reading);
  if (noun) return { kind: { kind: noun }, noun: true, top: limit };
  return { kind: { kind: "total" }, noun: false, top: limit };
}

function propertyBehind(reading: Reading, pattern: RegExp, groups: Parts["groups"], events: readonly string[]): string | null {
  const texts = reading.words.map((word, at) => (reading.isTaken(at) ? "\u0001" : word.text)).join(" ");
  const found = new RegExp(`(?<![^ ])(?:${pattern.source}) (?:the )?(?![^ ]*\u0001)`, "iu").exec(texts);
  if (!found) return null;
  const from = texts.slice(0, found.index).split(" ").length - 1;
  const at = from + found[0].trim().split(" ").length;
  const group = propertyAt(
    reading,
    at,
    groups.filter((one) => one.properties.some((property) => property.type === "number")),
  );
  const chosen =
    group &&
    chooseScope(
      group.properties.filter((property) => property.type === "number"),
      null,
      events,
    );
  if (!group || !chosen) return null;
  reading.takeWords(from, at + group.stems.length - from);
  return chosen.path;
}

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
    while (
      before >= 0 &&
      !isEvent(before) &&
      (reading.isTaken(before) || /^(?:the|our|new|known)$/.test(reading.words[before]?.text ?? ""))
    )
      before--;
    const lead = reading.words[before]?.text ?? "";
    const isOf = lead === "of" && !/^(?:number|count|share|percentage|percent|proportion)$/.test(reading.words[before - 1]?.text ?? "");
    if (word.text === "who" ? at <= 1 : before < 0 || (counting.test(lead) && !isOf)) {
      reading.takeWords(at, 1);
      for (let between = Math.max(0, before); between < at; between++)
        if (/^(?:unique|distinct|different|new|known)$/.test(reading.words[between]?.text ?? "")) reading.takeWords(between, 1);
      reading.take(/unique|distinct/);
      return kind;
    }
  }
  if (reading.take(/unique|distinct/)) return "people";
  // "How many admins": a kind of people, by the value that was taken right behind the words that count.
  const kind = values.find(({ from, path }) => reading.words[from - 1]?.text === "many" && /^(?:person|account)\./.test(path));
  return kind ? (kind.path.startsWith("person.") ? "people" : "accounts") : null;
}
