import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Entries of a block → zstd-compressed JSON lines' worth of bytes. Compression runs off the main thread. */
export async function encodeBlock(entries: readonly unknown[]): Promise<Buffer> {
  return compress(JSON.stringify(entries), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
}

/** The inverse of {@link encodeBlock}. */
export async function decodeBlock<Entry>(payload: Buffer): Promise<Entry[]> {
  return JSON.parse((await decompress(payload)).toString("utf8")) as Entry[];
}
