import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import { ProductError } from "@throughline/contract";

/** One after another on purpose: many bombs at once would otherwise each grow to the limit together, and 1 MB takes some 2 ms. */
const decoders: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Buffer> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** Gzip is known by its first bytes: no JSON starts so, and browsers cannot always label what they compress. */
export const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;

/**
 * Unpacks a body as its first bytes or its `content-encoding` say, never beyond `maxBytes` (compression bombs).
 * What is labelled gzip but is none was unpacked on its way by a proxy. Throws `too_large`, `bad_json`, `unsupported_media_type`.
 */
export function unpackBody(body: Buffer, encoding: string | undefined, maxBytes: number): Buffer {
  const label = encoding?.trim().toLowerCase() || "identity";
  const name = isGzip(body) ? "gzip" : label === "gzip" || label === "x-gzip" ? "identity" : label;
  if (name === "identity") return body;
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (!decode)
    throw new ProductError(
      "unsupported_media_type",
      `The content-encoding ${JSON.stringify(name.slice(0, 40))} is not known; accepted are gzip, deflate, br, zstd.`,
    );
  try {
    return decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
    throw new ProductError("bad_json", `The body is not valid ${name} data.`);
  }
}

export const tooLarge = (maxBytes: number) =>
  new ProductError("too_large", `The body is larger than ${Math.floor(maxBytes / 1024)} KB; send smaller batches.`);
