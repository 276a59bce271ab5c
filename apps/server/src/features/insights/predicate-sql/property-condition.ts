import { durationMs, type PropertyPredicate, type Scalar } from "@throughline/contract";
import type { Parameters } from "./parameters.ts";
import { anyMoment, anyScalar, decimalPattern, valueExists, type ValueSource } from "./value-source.ts";

const decimal = new RegExp(decimalPattern);
/** The number that a scalar of a predicate reads as. */
const numberOf = (value: Scalar): number | null =>
  typeof value === "number" ? value : typeof value === "string" && decimal.test(value) ? Number(value) : null;

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
  const moment = (ms: number) => `fromUnixTimestamp64Milli(${parameters.add(Math.trunc(ms), "Int64")}, 'UTC')`;
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
      if (typeof from === "number") return anyScalar(value, { number: (sql) => `${sql} BETWEEN ${number(from)} AND ${number(to as number)}` });
      return anyMoment(value, (sql) => `${sql} BETWEEN ${moment(Date.parse(from))} AND ${moment(Date.parse(to as string))}`);
    }
    case "exists":
      return valueExists(value);
    case "before":
      return anyMoment(value, (sql) => `${sql} < ${moment(Date.parse(predicate.value))}`);
    case "after":
      return anyMoment(value, (sql) => `${sql} > ${moment(Date.parse(predicate.value))}`);
    case "withinLast":
      return anyMoment(value, (sql) => `${sql} BETWEEN ${moment(nowMs - durationMs(predicate.value))} AND ${moment(nowMs)}`);
    default:
      throw new TypeError(`${predicate.op} is not a positive operator.`);
  }
}

function anyOf(value: ValueSource, wanted: readonly Scalar[], parameters: Parameters): string {
  const numbers = wanted.map(numberOf).filter((each) => each !== null);
  const texts = wanted.filter((each) => numberOf(each) === null).map(String);
  return anyScalar(value, {
    text: texts.length > 0 ? (sql) => oneOf(sql, texts, "String", parameters) : undefined,
    number: numbers.length > 0 ? (sql) => oneOf(sql, numbers, "Float64", parameters) : undefined,
  });
}

const oneOf = (sql: string, values: readonly (string | number)[], type: string, parameters: Parameters): string =>
  values.length === 1 ? `${sql} = ${parameters.add(values[0], type)}` : `${sql} IN ${parameters.add(values, `Array(${type})`)}`;
