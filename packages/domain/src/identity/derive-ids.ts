import { hash } from "node:crypto";
import type { ProfileKind } from "./people.ts";

/** Identifiers as they are compared: contacts without case and surrounding space, phones as their digits, social handles (`network:handle`) without their @. */
export function normaliseIdentifier(kind: ProfileKind, value: string): string {
  if (kind === "email") return value.trim().toLowerCase();
  if (kind === "social")
    return value
      .trim()
      .toLowerCase()
      .replace(/^([^:]*):@/, "$1:");
  if (kind === "phone") return value.replace(/[^\d+]/g, "").replace(/^00/, "+");
  return value;
}

const mask = 0x7fff_ffff_ffff_ffffn;
const derive = (text: string): string => (hash("sha256", text, "buffer").readBigUInt64BE(0) & mask).toString();

/** The id of the profile of an identifier: 63 bits of SHA-256, as decimal text. The same in every order of arrival and after every restart. */
export const profileIdOf = (workspaceId: string, kind: ProfileKind, value: string): string =>
  derive(`${workspaceId}\0${kind}\0${normaliseIdentifier(kind, value)}`);

/** The id of the account with this key (Segment's groupId). */
export const accountIdFor = (workspaceId: string, key: string): string => derive(`${workspaceId}\0account\0${key}`);

/** The id of an interaction, derived from its message id, so that the same message is the same row however often it is processed. */
export function interactionIdOf(workspaceId: string, messageId: string): string {
  const hex = hash("sha256", `${workspaceId}\0message\0${messageId}`, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The id of a merge that an alias message asks for. */
export const mergeIdOf = (workspaceId: string, fromId: string, intoId: string): string =>
  interactionIdOf(workspaceId, `merge\0${fromId}\0${intoId}`);

/** Order of ids as numbers: they are positive whole numbers as decimal text. */
export const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
