import type { CountCondition, Predicate, PropertyPredicate } from "@throughline/contract";

/** Whether a predicate holds for everybody, whatever they are. Sound, not complete: a false says nothing. */
export function alwaysHolds(predicate: Predicate): boolean {
  if ("all" in predicate) return predicate.all.every(alwaysHolds);
  if ("any" in predicate) return predicate.any.some(alwaysHolds);
  if ("not" in predicate) return neverHolds(predicate.not);
  return false;
}

/** Whether a predicate can hold for nobody, as far as traits with one value go. Not complete: a false says nothing. */
export function neverHolds(predicate: Predicate): boolean {
  if ("any" in predicate) return predicate.any.every(neverHolds);
  if ("not" in predicate) return alwaysHolds(predicate.not);
  if ("all" in predicate) return predicate.all.some(neverHolds) || contradict(predicate.all);
  if ("did" in predicate) return predicate.count !== undefined && noNumber(predicate.count);
  return "property" in predicate && predicate.op === "between" && predicate.value[0] > predicate.value[1];
}

const noNumber = (count: CountCondition): boolean => "gte" in count && count.lte !== undefined && count.lte < count.gte;

function contradict(parts: readonly Predicate[]): boolean {
  const properties = parts.filter((part): part is PropertyPredicate => "property" in part);
  return properties.some((a, index) =>
    properties.slice(index + 1).some((b) => a.property === b.property && (excludes(a, b) || excludes(b, a))),
  );
}

function excludes(a: PropertyPredicate, b: PropertyPredicate): boolean {
  if (a.op === "eq") {
    if (b.op === "eq") return String(a.value) !== String(b.value);
    if (b.op === "neq") return String(a.value) === String(b.value);
    if (b.op === "in") return !b.value.some((value) => String(value) === String(a.value));
    if (b.op === "notExists") return true;
  }
  if (a.op === "exists" && b.op === "notExists") return true;
  if ((a.op === "gt" || a.op === "gte") && (b.op === "lt" || b.op === "lte"))
    return a.value > b.value || (a.value === b.value && (a.op === "gt" || b.op === "lt"));
  return false;
}
