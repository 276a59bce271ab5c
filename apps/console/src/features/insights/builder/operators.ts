import type { Duration, PropertyPredicate, Scalar } from "@throughline/contract";

import { isDay } from "./shown-in-form.ts";

export type ValueType = "string" | "number" | "boolean" | "date" | "array" | "object" | "null";
export type Operator = PropertyPredicate["op"];

const always: Operator[] = ["exists", "notExists"];
const fitting: Record<"text" | "number" | "boolean" | "date", Operator[]> = {
  text: ["in", "notIn", "contains", "notContains", "startsWith", "endsWith", "matches"],
  number: ["eq", "neq", "gt", "gte", "lt", "lte", "between"],
  boolean: ["eq", "neq"],
  date: ["withinLast", "after", "before", "between"],
};

/** How values of these types (most frequent first) are asked about. */
export function familyOf(types: readonly ValueType[]): keyof typeof fitting {
  const type = types.find((one) => one !== "null" && one !== "object");
  return type === "number" || type === "boolean" || type === "date" ? type : "text";
}

/** The operators that fit values of these types; the first is the one to start with. A property of several types takes those of text too. */
export function operatorsFor(types: readonly ValueType[]): Operator[] {
  const own = fitting[familyOf(types)];
  const mixed = types.includes("string") && familyOf(types) !== "text" ? fitting.text : [];
  return [...new Set([...own, ...mixed, ...always])];
}

/** `given` are the values that came with it: what is not changed stays a number or a text as it was. */
export type DraftValue = { texts: string[]; from: string; to: string; unit: Duration["unit"]; given?: readonly Scalar[] };
export const noValue: DraftValue = { texts: [], from: "", to: "", unit: "day" };

const asNumber = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

/** Ends of a range are days where those that are there are, else where values are. */
export function isOfDays({ from, to }: Pick<DraftValue, "from" | "to">, types: readonly ValueType[]): boolean {
  const end = from || to;
  return end === "" ? familyOf(types) === "date" : isDay(end);
}

/** The condition that a form says so far; null while something is missing. Numbers and `true`/`false` are sent as such where the values are. */
export function toCondition(property: string, op: Operator, value: DraftValue, types: readonly ValueType[]): PropertyPredicate | null {
  const [first = ""] = value.texts;
  const asGiven = (text: string): Scalar | undefined => value.given?.find((one) => String(one) === text);
  switch (op) {
    case "exists":
    case "notExists":
      return { property, op };
    case "in":
    case "notIn":
      return value.texts.length === 0 ? null : { property, op, value: value.texts.map((text) => asGiven(text) ?? text) };
    case "eq":
    case "neq": {
      if (first === "") return null;
      const given = asGiven(first);
      if (given !== undefined) return { property, op, value: given };
      const family = familyOf(types);
      if (family === "boolean") return { property, op, value: first === "true" };
      return { property, op, value: family === "number" && !Number.isNaN(asNumber(first)) ? asNumber(first) : first };
    }
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return Number.isNaN(asNumber(first)) ? null : { property, op, value: asNumber(first) };
    case "between": {
      if (value.from === "" || value.to === "") return null;
      if (isOfDays(value, types)) return { property, op, value: [value.from, value.to] };
      const [from, to] = [asNumber(value.from), asNumber(value.to)];
      return Number.isNaN(from) || Number.isNaN(to) ? null : { property, op, value: [from, to] };
    }
    case "withinLast": {
      const amount = Math.round(asNumber(first));
      return amount >= 1 ? { property, op, value: { value: amount, unit: value.unit } } : null;
    }
    default:
      return first === "" ? null : { property, op, value: first };
  }
}

/** The form of a condition, to edit it. */
export function toDraft(condition: PropertyPredicate): DraftValue {
  if (condition.op === "exists" || condition.op === "notExists") return noValue;
  if (condition.op === "between") return { ...noValue, from: String(condition.value[0]), to: String(condition.value[1]) };
  if (condition.op === "withinLast") {
    const { value, unit } = condition.value;
    return { ...noValue, texts: [String(value)], unit };
  }
  if (!("value" in condition)) return noValue;
  const given = [condition.value].flat();
  return { ...noValue, texts: given.map(String), given };
}
