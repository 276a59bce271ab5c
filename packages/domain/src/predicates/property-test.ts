import { durationMs, type PropertyPredicate, type Scalar } from "@throughline/contract";
import { patternTest } from "./patterns.ts";
import { decimalOf, instantOf, isDateOnly, isEqualTo, textOfScalar } from "./values.ts";

/** Whether one value satisfies a positive operator. */
type ValueTest = (value: Scalar, nowMs: number) => boolean;

const ofText =
  (test: (text: string) => boolean): ValueTest =>
  (value) =>
    test(textOfScalar(value));

const ofNumber =
  (test: (number: number) => boolean): ValueTest =>
  (value) => {
    const number = decimalOf(value);
    return number !== null && test(number);
  };

const ofInstant =
  (test: (atMs: number, nowMs: number) => boolean): ValueTest =>
  (value, nowMs) => {
    const atMs = instantOf(value);
    return atMs !== null && test(atMs, nowMs);
  };

const dayMs = 86_400_000;

function betweenTest([from, to]: [number, number] | [string, string]): ValueTest {
  if (typeof from === "number" && typeof to === "number") return ofNumber((number) => number >= from && number <= to);
  const fromMs = instantOf(from) ?? Infinity;
  const toMs = instantOf(to) ?? -Infinity;
  const lastMs = typeof to === "string" && isDateOnly(to) ? toMs + dayMs - 1 : toMs;
  return ofInstant((atMs) => atMs >= fromMs && atMs <= lastMs);
}

function valueTest(predicate: PropertyPredicate): ValueTest {
  switch (predicate.op) {
    case "eq":
    case "neq":
      return isEqualTo(predicate.value);
    case "in":
    case "notIn": {
      const tests = predicate.value.map(isEqualTo);
      return (value) => tests.some((test) => test(value));
    }
    case "contains":
    case "notContains": {
      const part = predicate.value;
      return ofText((text) => text.includes(part));
    }
    case "startsWith": {
      const part = predicate.value;
      return ofText((text) => text.startsWith(part));
    }
    case "endsWith": {
      const part = predicate.value;
      return ofText((text) => text.endsWith(part));
    }
    case "matches":
      return ofText(patternTest(predicate.value));
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return ofNumber(comparison(predicate.op, predicate.value));
    case "between":
      return betweenTest(predicate.value);
    case "before":
    case "after": {
      const limitMs = instantOf(predicate.value) ?? NaN;
      return ofInstant(predicate.op === "before" ? (atMs) => atMs < limitMs : (atMs) => atMs > limitMs);
    }
    case "withinLast": {
      const lengthMs = durationMs(predicate.value);
      return ofInstant((atMs, nowMs) => atMs >= nowMs - lengthMs && atMs <= nowMs);
    }
    case "exists":
    case "notExists":
      return () => true;
  }
}

/** A comparison of numbers by its operator. */
export function comparison(op: "gt" | "gte" | "lt" | "lte", limit: number): (number: number) => boolean {
  switch (op) {
    case "gt":
      return (number) => number > limit;
    case "gte":
      return (number) => number >= limit;
    case "lt":
      return (number) => number < limit;
    case "lte":
      return (number) => number <= limit;
  }
}

const negatives: ReadonlySet<string> = new Set(["neq", "notIn", "notContains", "notExists"]);

/** Whether a property's values satisfy an operator: any of them for a positive one, none of them for its contrary. `nowMs` is that of `withinLast`. */
export function valuesTest(predicate: PropertyPredicate): (values: readonly Scalar[], nowMs: number) => boolean {
  const test = valueTest(predicate);
  const holds = (values: readonly Scalar[], nowMs: number) => values.some((value) => test(value, nowMs));
  return negatives.has(predicate.op) ? (values, nowMs) => !holds(values, nowMs) : holds;
}
