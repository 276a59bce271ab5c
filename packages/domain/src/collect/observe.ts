import type { JsonObject } from "./message.ts";

/** The type of a property's value as the catalogue names it. Text that is an ISO 8601 time is a date. */
export type ObservedType = "string" | "number" | "boolean" | "date" | "array" | "object" | "null";

const isoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

export function typeOf(value: unknown): ObservedType {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return "object";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "string" && value.length <= 35 && isoTime.test(value) ? "date" : "string";
}

/** What the catalogue keeps of an example: short, never more than 100 characters. */
export const exampleOf = (value: unknown): string => (JSON.stringify(value) ?? "null").slice(0, 100).toWellFormed();

/** Names of the properties of one event, at most 200: a source that makes names up must not fill the catalogue. */
export const propertyNames = (properties: JsonObject): string[] => Object.keys(properties).slice(0, 200);
