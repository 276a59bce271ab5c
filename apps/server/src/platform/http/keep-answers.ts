type Kept<T> = { untilMs: number; answer: Promise<T> };

/**
 * Gives what was computed for a key again for so long, and to all who ask while it is being computed. The key says everything that the answer depends on, the workspace among it.
 * At most `most` answers are held, the oldest goes first; a failure is told to those who wait for it and not kept.
 */
export function keepAnswers<T>({ now, keptMs, most }: { now: () => number; keptMs: number; most: number }) {
  const kept = new Map<string, Kept<T>>();
  return (key: string, compute: () => Promise<T>): Promise<T> => {
    const found = kept.get(key);
    if (found && found.untilMs > now()) return found.answer;
    const answer = compute();
    kept.delete(key);
    kept.set(key, { untilMs: now() + keptMs, answer });
    const oldest = kept.keys().next().value;
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    answer.catch(() => {
      if (kept.get(key)?.answer === answer) kept.delete(key);
    });
    return answer;
  };
}
