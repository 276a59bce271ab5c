import { computeStep, type ComputeDeps } from "./compute-segments.ts";

const lookEveryMs = 1_000;

/** Computes segments, one step after another, until it is stopped; what a crash interrupts goes on where it was. */
export function createSegmentRunner(deps: ComputeDeps & { onError: (error: unknown) => void }) {
  let isStopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    while (!isStopped && (await computeStep(deps)));
  };
  const wake = (): void => {
    if (isStopped) return;
    running ??= run()
      .catch(deps.onError)
      .finally(() => void (running = null));
  };

  return {
    wake,
    start(): void {
      timer = setInterval(wake, lookEveryMs);
      wake();
    },
    /** Ends after the step under way. */
    async stop(): Promise<void> {
      isStopped = true;
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
