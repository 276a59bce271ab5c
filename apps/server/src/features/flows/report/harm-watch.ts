import { stopHarmfulFlows } from "./stop-on-harm.ts";

const lookEveryMs = 5 * 60_000;

/** Looks at the live flows every five minutes and stops those that do harm. */
export function createHarmWatch(deps: Parameters<typeof stopHarmfulFlows>[0] & { onError: (error: unknown) => void }) {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  const look = (): void => {
    running ??= stopHarmfulFlows(deps)
      .then(() => {})
      .catch(deps.onError)
      .finally(() => void (running = null));
  };
  return {
    start(): void {
      timer = setInterval(look, lookEveryMs);
      look();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      await running;
    },
  };
}
