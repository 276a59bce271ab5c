import type { Scalar } from "@throughline/contract";
import { isObject, type JsonObject } from "../collect/message.ts";

const isScalar = (value: unknown): value is Scalar =>
  typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));

/** The values that a JSON value stands for: itself, the scalars of a list, or none. */
const scalarsOf = (value: unknown): Scalar[] => (Array.isArray(value) ? value.filter(isScalar) : isScalar(value) ? [value] : []);

/** The values at a path into an object. `a.b` leads to `{a: {b}}` and to `{"a.b"}` alike. */
export function valuesAt(object: JsonObject, path: readonly string[]): Scalar[] {
  for (let taken = path.length; taken > 0; taken--) {
    const name = path.slice(0, taken).join(".");
    if (!Object.hasOwn(object, name)) continue;
    const inner = object[name];
    const values = taken === path.length ? scalarsOf(inner) : isObject(inner) ? valuesAt(inner, path.slice(taken)) : [];
    if (values.length > 0) return values;
  }
  return [];
}

/** A value as text: numbers as JSON writes them. */
export const textOfScalar = (value: Scalar): string => (typeof value === "string" ? value : JSON.stringify(value));

const decimal = /^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
/** The decimal number that a value is or reads as, in double precision; null for every other text, for booleans and for what is not finite. */
export function decimalOf(value: Scalar): number | null {
  if (typeof value === "boolean") return null;
  if (typeof value === "string" && !decimal.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Whether two values are the same text or the same decimal number. */
export function isEqualTo(wanted: Scalar): (value: Scalar) => boolean {
  const text = textOfScalar(wanted);
  const number = decimalOf(wanted);
  return (value) => textOfScalar(value) === text || (number !== null && decimalOf(value) === number);
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?$/;
/** The instant of an ISO 8601 text, ms since 1970: UTC where it names no offset, the first moment of a date; null for what is no such text or no such day. */
export function instantOf(value: Scalar): number | null {
  const match = typeof value === "string" ? isoTime.exec(value) : null;
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (year < 1970 || year > 2299 || !exists || hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number((match[7] ?? "").padEnd(3, "0").slice(0, 3));
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetOf(match[8] ?? "Z");
}

function offsetOf(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6));
  return (text.startsWith("-") ? -minutes : minutes) * 60_000;
}

/** Whether an ISO text names a whole day. */
export const isDateOnly = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
