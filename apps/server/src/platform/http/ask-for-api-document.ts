import { once } from "node:events";
import { Worker } from "node:worker_threads";

/**
 * The OpenAPI document, as JSON text. Made by the first who asks, and in a thread of its own: it takes more than a second, in which neither a start nor
 * anybody's request should wait.
 */
export function askForApiDocument(publicUrl: string): () => Promise<string> {
  let document: Promise<string> | null = null;
  return () => {
    document ??= make(publicUrl).catch((error: unknown) => {
      document = null;
      throw error;
    });
    return document;
  };
}

async function make(publicUrl: string): Promise<string> {
  const worker = new Worker(new URL("./api-document-thread.ts", import.meta.url), { name: "api document", workerData: { publicUrl } });
  const [text] = (await once(worker, "message")) as [string];
  return text;
}
