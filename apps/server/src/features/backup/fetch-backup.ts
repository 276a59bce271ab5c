import { readFile } from "node:fs/promises";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { BackupError } from "./archive-format.ts";
import { doorFile } from "./serve-backups.ts";

const doorSchema = z.object({ url: z.url(), token: z.string() });

/** A backup from the server that runs on this data directory, in this process or another. @throws BackupError when it gives none. */
export async function* fetchBackup(dataDir: string, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const door = await readFile(doorFile(dataDir), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT")
      throw new BackupError(`The server on ${dataDir} does not give backups yet: it is starting or stopping. Try again in a moment.`);
    throw error;
  });
  const { url, token } = doorSchema.parse(JSON.parse(door));
  const answer = await ask(url, token, signal);
  if (answer.statusCode !== 200) throw new BackupError(`The running server gives no backup: ${await text(answer)}`);
  try {
    yield* answer as AsyncIterable<Buffer>;
  } catch (error) {
    signal.throwIfAborted();
    throw new BackupError("The running server broke the backup off: it stopped, or failed. Its log says why.", { cause: error });
  }
}

function ask(url: string, token: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: "POST", headers: { authorization: `Bearer ${token}` }, signal }, resolve);
    asking.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "ECONNREFUSED"
          ? new BackupError("The running server does not answer. Try again in a moment.", { cause: error })
          : error,
      );
    });
    asking.end();
  });
}
