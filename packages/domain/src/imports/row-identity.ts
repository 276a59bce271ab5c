import { hash } from "node:crypto";
import type { Message } from "../collect/message.ts";

/** JSON with the names of every object in order: the same content gives the same text, whatever the order of columns. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const object = value as { [name: string]: unknown };
  const members = Object.keys(object)
    .filter((name) => object[name] !== undefined)
    .sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(object[name])}`).join(",")}}`;
}

/**
 * The message id of a row that brought none: derived from what the row says, not from its file or place. Where it says no time of its own, the time given to it
 * does not count.
 */
export function contentId(
  kind: string,
  said: Message | { messageId: string; at: number; [field: string]: unknown },
  isTimed: boolean,
): string {
  const { messageId: _none, at, ...content } = said;
  return `row-${hash("sha256", canonicalJson([kind, isTimed ? at : null, content]), "hex").slice(0, 40)}`;
}

/** The id of the n-th row (from 1) with the same content in one file. */
export const numberedId = (messageId: string, occurrence: number): string => (occurrence === 1 ? messageId : `${messageId}-${occurrence}`);
