import type { Keys } from "../channels/keys.ts";

/** Pages and links that customers open, without signing in. Everything in them is signed. */
export const publicPrefix = "/m";

export const inboundUrl = (publicUrl: string, workspaceId: string): string => `${publicUrl}/hooks/mail/${workspaceId}`;
export const preferencesUrl = (publicUrl: string, token: string): string => `${publicUrl}${publicPrefix}/p/${token}`;
export const unsubscribeUrl = (publicUrl: string, token: string): string => `${publicUrl}${publicPrefix}/u/${token}`;

/** Whose preferences a link opens, and which message it stood in. */
export type LinkHolder = { workspaceId: string; profileId: string; messageId: string | null };

const uuidBytes = (id: string) => Buffer.from(id.replaceAll("-", ""), "hex");
const uuidOf = (bytes: Buffer) => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/** A token for the links of one person in one message: it says whom it is for and is signed, so nothing is kept for it and nobody can make one. */
export function toToken(keys: Keys, { workspaceId, profileId, messageId }: LinkHolder): string {
  const profile = Buffer.alloc(8);
  profile.writeBigInt64BE(BigInt(profileId));
  const said = Buffer.concat([uuidBytes(workspaceId), profile, ...(messageId === null ? [] : [uuidBytes(messageId)])]).toString(
    "base64url",
  );
  return `${said}.${keys.sign(`person ${said}`)}`;
}

/** null when it was not signed by us. */
export function fromToken(keys: Keys, token: string): LinkHolder | null {
  const [said = "", signature = ""] = token.split(".");
  if (!keys.isSigned(`person ${said}`, signature)) return null;
  const bytes = Buffer.from(said, "base64url");
  if (bytes.length !== 24 && bytes.length !== 40) return null;
  return {
    workspaceId: uuidOf(bytes.subarray(0, 16)),
    profileId: bytes.readBigInt64BE(16).toString(),
    messageId: bytes.length === 40 ? uuidOf(bytes.subarray(24)) : null,
  };
}

/** A link that is counted before it leads on. The address is signed: this is no door to elsewhere. */
export function trackedUrl(keys: Keys, publicUrl: string, token: string, url: string): string {
  return `${publicUrl}${publicPrefix}/c/${token}?u=${encodeURIComponent(url)}&s=${keys.sign(`link ${token} ${url}`)}`;
}
export const isTracked = (keys: Keys, token: string, url: string, signature: string): boolean =>
  keys.isSigned(`link ${token} ${url}`, signature);

export const pixelUrl = (publicUrl: string, token: string): string => `${publicUrl}${publicPrefix}/o/${token}.gif`;
