import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/**
 * Entries of a block → zstd-compressed JSON. Compression runs off the main thread. What neither store can keep, NUL and half of a surrogate pair,
 * becomes U+FFFD here, whichever door it came in by: one such character would hold up everything behind it.
 */
export async function encodeBlock(entries: readonly unknown[]): Promise<Buffer> {
  return compress(mendText(JSON.stringify(entries)), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** JSON.stringify writes both as escapes, and a surrogate only when it stands alone; a backslash that is itself escaped is none. */
function mendText(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return json.replace(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (match) => (match === "\\\\" ? match : "\\ufffd"));
}

/** The inverse of {@link encodeBlock}. */
export async function decodeBlock<Entry>(payload: Buffer): Promise<Entry[]> {
  return JSON.parse((await decompress(payload)).toString("utf8")) as Entry[];
}
