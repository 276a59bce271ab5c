import type { LogLag } from "../../platform/log/log.ts";

/** A batch may fail now and then, such as by a deadlock, and is tried again at once: so long it is no trouble. */
const mayFailMs = 15_000;
/** Far longer than the largest batch takes. */
const longestBatchMs = 120_000;

/**
 * Tells whether the pipeline of this process gets anywhere: by the batches that succeed and fail, and by what waits. Being behind is no trouble while
 * batches succeed: then it catches up.
 */
export function createPipelineWatch({ lag, now }: { lag: () => LogLag; now: () => number }) {
  let succeededAt = now();
  let failingSince: number | null = null;
  /** Where nothing waits (any more), nothing fails: others may have processed what we could not. */
  const failingMs = () => (failingSince === null || lag().events === 0 ? 0 : now() - failingSince);
  const waitingMs = () => Math.min(now() - succeededAt, 1000 * lag().seconds);

  return {
    succeeded(): void {
      succeededAt = now();
      failingSince = null;
    },
    failed(): void {
      failingSince ??= now();
    },
    /** For how long every batch has failed; 0 while they succeed. */
    failingSeconds: () => failingMs() / 1000,
    /** Rejects, with the reason, when every batch fails, or when none comes to an end. */
    async requireProgress(): Promise<void> {
      if (failingMs() >= mayFailMs) throw new Error(`every batch has failed for ${Math.round(failingMs() / 1000)} s`);
      if (waitingMs() >= longestBatchMs)
        throw new Error(`events wait, but no batch has come to an end for ${Math.round(waitingMs() / 1000)} s`);
    },
  };
}
export type PipelineWatch = ReturnType<typeof createPipelineWatch>;
