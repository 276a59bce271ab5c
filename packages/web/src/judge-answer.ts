/** What the collector said to a batch; status 0 stands for no answer at all. */
export interface Answer {
  status: number;
  /** From `Retry-After`, in milliseconds. */
  retryAfterMs?: number;
  /** Places in the batch that the answer names as unusable. */
  unusable: number[];
}

/** What to do next: which places are settled, and whether to go on, with smaller batches, or to wait. */
export interface Verdict {
  settled: "all" | number[];
  next: "continue" | "split" | "wait";
}

/**
 * An event is settled when it was taken or can never be taken. A refusal that names no event (400, 413, 422) is searched
 * for its cause by halving the batch; a refusal of the source itself (401, 403, 404) may be repaired, so events wait.
 */
export function judgeAnswer({ status, unusable }: Answer, batchSize: number): Verdict {
  if (status >= 200 && status < 300) return { settled: "all", next: "continue" };
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  const named = unusable.filter((place) => place >= 0 && place < batchSize);
  if (refused && named.length) return { settled: named, next: "continue" };
  if (status !== 400 && status !== 413 && status !== 422) return { settled: [], next: "wait" };
  return batchSize > 1 ? { settled: [], next: "split" } : { settled: "all", next: "continue" };
}

/** `Retry-After` in seconds or as a date → milliseconds from now, at most a day; undefined without a usable value. */
export function readRetryAfter(header: string | null, now: number): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return ms >= 0 ? Math.min(ms, 86_400_000) : undefined;
}

/** Doubles from 1 s up to 60 s; the upper half is random, so that pages do not come back together. In milliseconds. */
export function backOffMs(attempt: number, random: number): number {
  const ceiling = Math.min(60_000, 1000 * 2 ** attempt);
  return (ceiling * (1 + random)) / 2;
}
