import type { Predicate, PropertyPredicate } from "@throughline/contract";
import { unitOf } from "./name-index.ts";
import type { Reading } from "./reading.ts";
import { chooseScope, isOn, nounBeside, ofType, propertyAt, propertyBefore, type PropertyGroup } from "./read-filters.ts";

const number = "(\\d+(?:\\.\\d+)?)";
const comparisons = (
  [
    ["more than|greater than|over|above|higher than|longer than|larger than|exceeding", "gt"],
    ["at least|no less than|not less than|minimum", "gte"],
    ["less than|fewer than|under|below|lower than|shorter than|smaller than", "lt"],
    ["at most|up to|no more than|not more than", "lte"],
    ["exactly|equal to", "eq"],
  ] as const
).map(([words, op]) => ({ op, pattern: new RegExp(`(?:(?:is|was|are|of) )?(?:${words}) ${number}`) }));

const secondsOf: Record<string, number> = { ms: 0.001, milliseconds: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
const unitNamed = (text: string): string | undefined =>
  ({ ms: "ms", msec: "ms", s: "seconds", sec: "seconds", secs: "seconds", min: "minutes", mins: "minutes", h: "hours" })[text] ??
  [text, `${text}s`].find((one) => Object.hasOwn(secondsOf, one));

/** Takes comparisons with numbers: "more than 10 seats", "score below 7", "took longer than 5 seconds to load". */
export function takeComparisons(reading: Reading, groups: readonly PropertyGroup[], events: readonly string[]): Predicate[] {
  const numeric = ofType(groups, "number", "string");
  const predicates: PropertyPredicate[] = [];
  for (const { pattern, op } of comparisons) {
    for (;;) {
      const place = reading.find(pattern);
      if (!place) break;
      const unit = unitNamed(reading.words[place.to]?.text ?? "");
      const found =
        behind(reading, unit ? place.to + 1 : place.to, numeric) ??
        behind(reading, place.to, numeric) ??
        before(reading, place.word, numeric) ??
        ofMoney(reading, place, groups, events);
      const noun = found && nounBeside(reading, place.word, found.to);
      const chosen = found && chooseScope(found.group.properties, noun, events);
      if (!found || !chosen) break;
      const value = inUnit(Number(place[1]), unit, unitOf(chosen.path));
      if (value === null) break;
      const from = Math.min(found.from, place.word);
      reading.takeWords(from, Math.max(found.to, place.to, unit && unitOf(chosen.path) ? place.to + 1 : 0) - from);
      if (/^(?:with|whose|where|having|took|taking|take|takes)$/.test(reading.words[from - 1]?.text ?? "")) reading.takeWords(from - 1, 1);
      predicates.push({ property: chosen.path, op, value } as PropertyPredicate);
    }
  }
  return predicates;
}

type Found = { group: PropertyGroup; from: number; to: number };

function behind(reading: Reading, at: number, groups: readonly PropertyGroup[]): Found | null {
  const start = reading.words[at]?.text === "to" ? at + 1 : at;
  const group = propertyAt(reading, start, groups);
  return group && { group, from: at, to: start + group.stems.length };
}

function before(reading: Reading, at: number, groups: readonly PropertyGroup[]): Found | null {
  const group = propertyBefore(reading, at, groups);
  return group && { group, from: at - group.stems.length, to: at };
}

/** "invoices over 500": of what costs money, the money, when it carries one such number alone. */
function ofMoney(
  reading: Reading,
  place: { word: number; to: number },
  groups: readonly PropertyGroup[],
  events: readonly string[],
): Found | null {
  if (unitNamed(reading.words[place.to]?.text ?? "")) return null;
  const money = ofType(groups, "number")
    .map((group) => ({ ...group, properties: group.properties.filter((one) => one.path.startsWith("event.") && isOn(one, events)) }))
    .filter(({ stems, properties }) => properties.length > 0 && stems.some((stem) => /^(?:amount|price|cost|revenu)$/.test(stem)));
  return money.length === 1 && money[0] ? { group: money[0], from: place.word, to: place.to } : null;
}

/** A number of one unit in the unit of the property; null where one of them has none and the other one. */
function inUnit(value: number, said: string | undefined, own: string | undefined): number | null {
  if (said === undefined || said === own) return value;
  const factor = own === undefined ? undefined : (secondsOf[said] as number) / (secondsOf[own] ?? Number.NaN);
  return factor === undefined ? null : Math.round(value * factor * 1e6) / 1e6;
}
