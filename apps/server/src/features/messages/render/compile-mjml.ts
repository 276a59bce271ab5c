import { Worker } from "node:worker_threads";
import { LRUCache } from "lru-cache";
import { wrapTags } from "./wrap-tags.ts";

export type MjmlProblem = { line: number | null; message: string };
/** `html` is null when it is no MJML at all. */
export type Compiled = { html: string | null; problems: MjmlProblem[] };
export type MjmlAnswer = Compiled & { id: number };
export type MjmlCompiler = { compile(mjml: string): Promise<Compiled>; close(): Promise<void> };

/** MJML is some 60 MB of memory: the thread ends when nobody has asked for a while. */
const idleMs = 60_000;

/**
 * Compiles MJML to HTML in a thread of its own, so that a large document keeps nobody waiting; one that takes longer than `timeoutMs` ends with its thread. Liquid in it stays as it is.
 */
export function createMjmlCompiler({ timeoutMs = 60_000 }: { timeoutMs?: number } = {}): MjmlCompiler {
  const known = new LRUCache<string, Compiled>({ max: 200 });
  const waiting = new Map<number, (compiled: Compiled) => void>();
  let thread: Worker | null = null;
  let idle: NodeJS.Timeout | null = null;
  let lastId = 0;

  function start(): Worker {
    const worker = new Worker(new URL("./mjml-thread.ts", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    worker.on("message", ({ id, ...compiled }: MjmlAnswer) => waiting.get(id)?.(compiled));
    worker.on("error", (error) => end(worker, error instanceof Error ? error.message : String(error)));
    return worker;
  }

  /** Whoever waited for this thread is told why there is no answer. */
  function end(worker: Worker, reason: string): void {
    if (thread !== worker) return;
    thread = null;
    for (const answer of waiting.values()) answer({ html: null, problems: [{ line: null, message: reason }] });
    void worker.terminate();
  }

  return {
    async compile(mjml) {
      const source = wrapTags(mjml);
      const cached = known.get(source);
      if (cached) return cached;
      const worker = (thread ??= start());
      if (idle) clearTimeout(idle);
      const id = ++lastId;
      const { promise, resolve } = Promise.withResolvers<Compiled>();
      waiting.set(id, resolve);
      const late = setTimeout(() => end(worker, `The MJML was not compiled within ${timeoutMs / 1000} s.`), timeoutMs);
      worker.postMessage({ id, mjml: source });
      const compiled = await promise;
      clearTimeout(late);
      waiting.delete(id);
      if (waiting.size === 0) idle = setTimeout(() => end(worker, "idle"), idleMs).unref();
      if (compiled.html !== null) known.set(source, compiled);
      return compiled;
    },
    async close() {
      if (idle) clearTimeout(idle);
      if (thread) end(thread, "The server is stopping.");
    },
  };
}
