import { open, rename, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import { ProductError } from "@throughline/contract";

const stalledAfterMs = 60_000;

/**
 * Writes a body to a file, piece by piece, and gives back its size in bytes. It appears under its name when all of it is durable; what broke off leaves nothing.
 * Throws `too_large`, `invalid_input` (not UTF-8, or broken off), `unavailable` (no room).
 */
export async function receiveFile(body: Readable, paths: { part: string; path: string }, maxBytes: number): Promise<number> {
  const file = await open(paths.part, "wx", 0o600);
  let bytes = 0;
  try {
    try {
      const decoder = new TextDecoder("utf-8", { fatal: true });
      for await (const chunk of piecesOf(body)) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        checkText(decoder, chunk);
        await file.writev([chunk]);
      }
      checkText(decoder, null);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(paths.part, paths.path);
    return bytes;
  } catch (error) {
    await rm(paths.part, { force: true });
    // The rest is read and thrown away, so that the sender gets to read the answer.
    body.resume();
    throw (error as NodeJS.ErrnoException).code === "ENOSPC"
      ? new ProductError("unavailable", "There is no room for this file on the server's disk.", { retryAfterSeconds: 600 })
      : error;
  }
}

/** The pieces of a body; it stays open after an error. A sender that is silent for a minute is given up. */
async function* piecesOf(body: Readable): AsyncGenerator<Buffer> {
  const timer = setTimeout(() => body.destroy(new Error("The sender fell silent.")), stalledAfterMs);
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      timer.refresh();
      yield chunk as Buffer;
    }
  } catch {
    throw new ProductError("invalid_input", "The upload broke off; send the file again.");
  } finally {
    clearTimeout(timer);
  }
}

function checkText(decoder: TextDecoder, chunk: Buffer | null): void {
  try {
    decoder.decode(chunk ?? undefined, { stream: chunk !== null });
  } catch {
    const message = "The file is not UTF-8 text.";
    throw new ProductError("invalid_input", message, {
      issues: [
        { field: "file", message, accepted: "CSV or JSON lines in UTF-8; a spreadsheet or an archive has to be saved as such first" },
      ],
    });
  }
}

export const tooLarge = (maxBytes: number) =>
  new ProductError(
    "too_large",
    `The file is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB, the limit of this server (THROUGHLINE_MAX_IMPORT_BYTES). Split it: the parts can be imported one after another.`,
  );
