import { durationMs, type PropertyPredicate, type Scalar } from "@throughline/contract";
import { decimalOf, instantOf, textOfScalar } from "@throughline/domain";
import type { Parameters } from "./parameters.ts";
import { anyMoment, anyScalar, valueExists } from "./value-condition.ts";
import type { ValueSource } from "./value-source.ts";

const dayMs = 86_400_000;
const isDateOnly = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

const contrary = {
  neq: "eq",
  notIn: "in",
  notContains: "contains",
  notExists: "exists",
} as const;
const isNegative = (op: string): op is keyof typeof contrary => op in contrary;

/** What must hold positively, and whether the predicate is its contrary: what has no value then matches. */
export function positiveOf(predicate: PropertyPredicate): { positive: PropertyPredicate; negated: boolean } {
  return isNegative(predicate.op)
    ? { positive: { ...predicate, op: contrary[predicate.op] } as PropertyPredicate, negated: true }
    : { positive: predicate, negated: false };
}

/** A positive condition of one value (see {@link positiveOf}). Never NULL. */
export function valueCondition(value: ValueSource, predicate: PropertyPredicate, parameters: Parameters, nowMs: number): string {
  const text = (given: string) => parameters.add(given, "String");
  const number = (given: number) => parameters.add(given, "Float64");
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(ms, "Int64")}, 'UTC')`;
  switch (predicate.op) {
    case "eq":
      return anyOf(value, [predicate.value], parameters);
    case "in":
      return anyOf(value, predicate.value, parameters);
    case "contains":
      return anyScalar(value, { text: (sql) => `position(${sql}, ${text(predicate.value)}) > 0` });
    case "startsWith":
      return anyScalar(value, { text: (sql) => `startsWith(${sql}, ${text(predicate.value)})` });
    case "endsWith":
      return anyScalar(value, { text: (sql) => `endsWith(${sql}, ${text(predicate.value)})` });
    case "matches":
      return anyScalar(value, { text: (sql) => `match(${sql}, ${text(predicate.value)})` });
    case "gt":
    case "gte":
    case "lt":
    case "lte": {
      const sign = { gt: ">", gte: ">=", lt: "<", lte: "<=" }[predicate.op];
      return anyScalar(value, { number: (sql) => `${sql} ${sign} ${number(predicate.value)}` });
    }
    case "between": {
      const [from, to] = predicate.value;
      if (typeof from === "number")
        return anyScalar(value, { number: (sql) => `${sql} BETWEEN ${number(from)} AND ${number(to as number)}` });
      const fromMs = instantOf(from);
      const toMs = instantOf(to as string);
      if (fromMs === null || toMs === null) return "false";
      return anyMoment(
        value,
        (sql) => `${sql} BETWEEN ${moment(fromMs)} AND ${moment(isDateOnly(to as string) ? toMs + dayMs - 1 : toMs)}`,
      );
    }
    case "exists":
      return valueExists(value);
    case "before":
    case "after": {
      const limitMs = instantOf(predicate.value);
      return limitMs === null ? "false" : anyMoment(value, (sql) => `${sql} ${predicate.op === "before" ? "<" : ">"} ${moment(limitMs)}`);
    }
    case "withinLast":
      return anyMoment(value, (sql) => `${sql} BETWEEN ${moment(nowMs - durationMs(predicate.value))} AND ${moment(nowMs)}`);
    default:
      throw new TypeError(`${predicate.op} is not a positive operator.`);
  }
}

function anyOf(value: ValueSource, wanted: readonly Scalar[], parameters: Parameters): string {
  const numbers = wanted.map(decimalOf).filter((each) => each !== null);
  const texts = wanted.filter((each) => decimalOf(each) === null).map(textOfScalar);
  return anyScalar(value, {
    text: texts.length > 0 ? (sql) => oneOf(sql, texts, "String", parameters) : undefined,
    number: numbers.length > 0 ? (sql) => oneOf(sql, numbers, "Float64", parameters) : undefined,
  });
}

const oneOf = (sql: string, values: readonly (string | number)[], type: string, parameters: Parameters): string =>
  values.length === 1 ? `${sql} = ${parameters.add(values[0], type)}` : `${sql} IN ${parameters.add(values, `Array(${type})`)}`;
