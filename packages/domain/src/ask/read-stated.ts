import type { Predicate } from "@throughline/contract";
import { takeMentions } from "./find-names.ts";
import type { NameIndex } from "./name-index.ts";
import type { Reading } from "./reading.ts";
import { chooseScope, isOn, ofType, propertyBefore, type PropertyGroup } from "./read-filters.ts";

/** Takes what is quoted beside a property, or is the path of a page: `text contains "refund"`, `path is "/checkout"`, `on /pricing`. */
export function takeQuoted(reading: Reading, groups: readonly PropertyGroup[], events: readonly string[]): Predicate[] {
  const predicates: Predicate[] = [];
  const pathGroup = groups.find(({ stems }) => stems.join(" ") === "path");
  reading.words.forEach((word, at) => {
    const isPath = word.text.startsWith("/");
    if (!(word.quoted || isPath) || reading.isTaken(at)) return;
    let before = at - 1;
    let op: "eq" | "contains" | "startsWith" | "neq" = "eq";
    for (; before >= 0 && !reading.isTaken(before); before--) {
      const text = reading.words[before]?.text ?? "";
      if (/^contain(?:s|ing)?$|^includ(?:es|ing)$/.test(text)) op = "contains";
      else if (/^start(?:s|ing)?$/.test(text)) op = "startsWith";
      else if (text === "not") op = "neq";
      else if (!/^(?:is|was|are|with|equals|=|of)$/.test(text)) break;
    }
    const named = propertyBefore(reading, before + 1, groups);
    const onPage = isPath && events.length > 0 && /^(?:on|at|page|of|for)$/.test(reading.words[at - 1]?.text ?? "");
    const group = named ?? (onPage ? pathGroup : undefined);
    const chosen = group && chooseScope(group.properties, null, events);
    if (!group || !chosen) return;
    const from = named ? before + 1 - group.stems.length : at;
    reading.takeWords(from, at + 1 - from);
    predicates.push({ property: chosen.path, op, value: word.text });
  });
  return predicates;
}

/** Takes what is so or not so of the interaction: "rated not helpful", "converted". */
export function takeBooleans(reading: Reading, groups: readonly PropertyGroup[], events: readonly string[]): Predicate[] {
  if (events.length === 0) return [];
  return ofType(groups, "boolean").flatMap(({ stems, properties }): Predicate[] => {
    const property = properties.find((one) => one.path.startsWith("event.") && isOn(one, events));
    const at = reading.words.findIndex((_, start) =>
      stems.every((stem, i) => !reading.isTaken(start + i) && reading.words[start + i]?.stem === stem),
    );
    if (!property || at < 0 || /^(?:by|per|which|whether)$/.test(reading.words[at - 1]?.text ?? "")) return [];
    const isNot = /^(?:not|never)$/.test(reading.words[at - 1]?.text ?? "") && !reading.isTaken(at - 1);
    const from = isNot ? at - 1 : at;
    reading.takeWords(from, at + stems.length - from);
    return [{ property: property.path, op: "eq", value: !isNot }];
  });
}

/** Takes segments: by the word ("in the Champions segment"), or by their name where people are spoken of ("by champions"). */
export function takeSegments(reading: Reading, index: NameIndex): Predicate[] {
  if (reading.has(/segments?/))
    return takeMentions(reading, index.segments).map(({ thing }) => {
      reading.take(/segments?/);
      return { segment: thing.key };
    });
  return index.segments.flatMap(({ stems, thing }): Predicate[] => {
    const at = reading.words.findIndex(
      (_, start) =>
        /^(?:by|of|from|for|among|our|the)$/.test(reading.words[start - 1]?.text ?? "") &&
        stems.every((stem, i) => !reading.isTaken(start + i) && reading.words[start + i]?.stem === stem),
    );
    if (at < 0) return [];
    reading.takeWords(at, stems.length);
    return [{ segment: thing.key }];
  });
}
