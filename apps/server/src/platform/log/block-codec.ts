import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompress, zstdDecompressSync } from "node:zlib";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Up to here the work (some 0.1 ms) costs less than the way to another thread and back. */
const mostBytesHere = 64 * 1024;

/**
 * Entries of a block → zstd-compressed JSON. Large ones are compressed off this thread. What neither store can keep, NUL and half of a surrogate pair,
 * becomes U+FFFD here, whichever door it came in by: one such character would hold up everything behind it.
 */
export async function encodeBlock(entries: readonly unknown[]): Promise<Buffer> {
  const json = mendText(JSON.stringify(entries));
  return json.length <= mostBytesHere ? zstdCompressSync(json, options) : compress(json, options);
}

/** JSON.stringify writes both as escapes, and a surrogate only when it stands alone; a backslash that is itself escaped is none. */
function mendText(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return json.replace(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (match) => (match === "\\\\" ? match : "\\ufffd"));
}

/** The inverse of {@link encodeBlock}. */
export async function decodeBlock<Entry>(payload: Buffer): Promise<Entry[]> {
  const json = payload.length <= mostBytesHere / 8 ? zstdDecompressSync(payload) : await decompress(payload);
  return JSON.parse(json.toString("utf8")) as Entry[];
}
