export type Loop = {
  /** Begins a run, unless one is under way. */
  wake(): void;
  /** From here on a run begins every `everyMs`, the first after that time. */
  start(): void;
  /** Ends after the run under way, which sees `isStopped`. */
  stop(): Promise<void>;
};

/**
 * Work in the background, one run at a time: every so often, and when it is woken. A run that goes step by step looks at `isStopped` between its steps. What fails is told to `onError`, and
 * the next run tries again.
 */
export function createLoop({
  everyMs,
  run,
  onError,
}: {
  everyMs: number;
  run: (isStopped: () => boolean) => Promise<unknown>;
  onError: (error: unknown) => void;
}): Loop {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  const wake = (): void => {
    if (stopped) return;
    running ??= run(() => stopped)
      .then(() => {}, onError)
      .finally(() => void (running = null));
  };
  return {
    wake,
    start() {
      timer = setInterval(wake, everyMs);
    },
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
