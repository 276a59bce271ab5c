import { constants, gunzipSync } from "node:zlib";
import { isGzip } from "./unpack-body.ts";

/** So much of a packed body is unpacked: the less if more than this comes out, which is enough for the names at its start and too little for a bomb. */
const packedBytes = [2 * 1024, 256];
const unpackedBytes = 512 * 1024;

/** What can be read of the start of a body that was refused: it may be cut anywhere, packed with gzip, or wrapped in a form or in base64. Empty if nothing can. */
export function readableStart(body: Buffer): string {
  const text = unpackedStart(body).toString("utf8").trim();
  if (looksLikeJson(text)) return text;
  const data = /(^|&)data=/.test(text.slice(0, 2_000)) ? (new URLSearchParams(text).get("data") ?? "") : text;
  if (looksLikeJson(data)) return data;
  const decoded = unpackedStart(Buffer.from(data.replaceAll(" ", "+"), "base64")).toString("utf8");
  return looksLikeJson(decoded) || isGzip(body) ? decoded : text;
}

/** The write key that such a text names, wherever it stands: the first of the names that SDKs use. */
export function keyInText(text: string): string | null {
  return /"(?:writeKey|api_key|\$?token)"\s*:\s*"([^"\\]{1,200})"/.exec(text)?.[1] ?? null;
}

const looksLikeJson = (text: string): boolean => text.startsWith("{") || text.startsWith("[");

function unpackedStart(body: Buffer): Buffer {
  if (!isGzip(body)) return body;
  for (const bytes of packedBytes) {
    try {
      // What is cut ends without an error when it is flushed as it goes.
      return gunzipSync(body.subarray(0, bytes), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackedBytes });
    } catch {
      continue; // the request was refused already; this only looks whose it was
    }
  }
  return Buffer.alloc(0);
}
