import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";

export type Keys = {
  /** Encrypts a text for one workspace: read with another's id it is nothing. */
  seal(workspaceId: string, text: string): Buffer;
  /** null when it was sealed under another secret, or for another workspace. */
  open(workspaceId: string, sealed: Buffer): string | null;
  /** Signs what stands in a link of a message. */
  sign(text: string): string;
  isSigned(text: string, signature: string): boolean;
};

const nonceBytes = 12;
const tagBytes = 16;

/** The keys of the feature, derived from the server's secret: secrets of channels are encrypted with AES-256-GCM, links of messages signed with HMAC-SHA256 (144 bits of it). */
export function createKeys(secret: string): Keys {
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "throughline", purpose, 32));
  const sealing = derive("message channels");
  const signing = derive("message links");
  const sign = (text: string) => createHmac("sha256", signing).update(text).digest().subarray(0, 18).toString("base64url");
  return {
    seal(workspaceId, text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(workspaceId));
      return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    open(workspaceId, sealed) {
      if (sealed.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv("aes-256-gcm", sealing, sealed.subarray(0, nonceBytes)).setAAD(Buffer.from(workspaceId));
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()]).toString("utf8");
      } catch {
        // Another secret: whoever restored a backup without it enters them anew.
        return null;
      }
    },
    sign,
    isSigned: (text, signature) => isSame(sign(text), signature),
  };
}

/** Compares in constant time, whatever the lengths. */
export function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
