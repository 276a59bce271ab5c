type Kept<T> = { untilMs: number; answer: Promise<T>; waiting: number; ending: AbortController };

/**
 * Gives what was computed for a key again for so long, and to all who ask while it is being computed. The key says everything that the answer depends on, the workspace among it.
 * At most `most` answers are held, the oldest goes first; a failure is told to those who wait for it and not kept. When all who wait have left (their signals aborted), the computation's own signal aborts.
 */
export function keepAnswers<T>({ now, keptMs, most }: { now: () => number; keptMs: number; most: number }) {
  const kept = new Map<string, Kept<T>>();

  function forget(key: string, entry: Kept<T>): void {
    if (kept.get(key) === entry) kept.delete(key);
  }

  function begin(key: string, compute: (signal: AbortSignal) => Promise<T>): Kept<T> {
    const ending = new AbortController();
    const entry: Kept<T> = { untilMs: now() + keptMs, answer: compute(ending.signal), waiting: 0, ending };
    kept.delete(key);
    kept.set(key, entry);
    const oldest = kept.keys().next().value;
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    entry.answer.catch(() => forget(key, entry));
    return entry;
  }

  return async (key: string, compute: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> => {
    signal?.throwIfAborted();
    const found = kept.get(key);
    const entry = found && found.untilMs > now() ? found : begin(key, compute);
    entry.waiting++;
    if (!signal) return entry.answer;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        reject(signal.reason);
        if (--entry.waiting > 0) return;
        forget(key, entry);
        entry.ending.abort(signal.reason);
      };
      signal.addEventListener("abort", leave, { once: true });
      entry.answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  };
}
