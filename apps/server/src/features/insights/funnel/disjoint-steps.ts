import type { FunnelQuery, Predicate } from "@throughline/contract";

type Step = FunnelQuery["steps"][number];

const namesOf = ({ event }: Step): readonly string[] | null => (typeof event === "string" ? [event] : event);
/** These hold one text, never a list. */
const isSingle = (property: string): boolean => /^(event\.\$|session\.)/.test(property);
const isNumeric = (text: string): boolean => /\d/.test(text) && Number.isFinite(Number(text));

/** What a condition demands of single-valued properties: property → the only text that will do. */
function demandsOf(predicate: Predicate | undefined): Map<string, string> {
  if (predicate === undefined) return new Map();
  if ("all" in predicate) return new Map(predicate.all.flatMap((part) => [...demandsOf(part)]));
  if ("property" in predicate && predicate.op === "eq" && isSingle(predicate.property) && !isNumeric(String(predicate.value)))
    return new Map([[predicate.property, String(predicate.value)]]);
  return new Map();
}

/** Is it plain that no interaction can fulfil both? */
export function excludeEachOther(one: Step, other: Step): boolean {
  const [names, otherNames] = [namesOf(one), namesOf(other)];
  if (names && otherNames && !names.some((name) => otherNames.includes(name))) return true;
  const demands = demandsOf(other.where);
  return [...demandsOf(one.where)].some(([property, value]) => demands.has(property) && demands.get(property) !== value);
}

/** Is it plain from the steps alone that no interaction can fulfil two of them: other names, or another page of the same name? */
export function areDisjoint(steps: readonly Step[]): boolean {
  return steps.every((step, index) => steps.slice(index + 1).every((other) => excludeEachOther(step, other)));
}
