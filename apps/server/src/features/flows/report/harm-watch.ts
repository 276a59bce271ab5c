import { createLoop } from "../../../platform/process/create-loop.ts";
import { stopHarmfulFlows } from "./stop-on-harm.ts";

const lookEveryMs = 5 * 60_000;

/** Looks at the live flows every five minutes and stops those that do harm. */
export function createHarmWatch(deps: Parameters<typeof stopHarmfulFlows>[0] & { onError: (error: unknown) => void }) {
  const loop = createLoop({ everyMs: lookEveryMs, run: () => stopHarmfulFlows(deps), onError: deps.onError });
  return {
    start(): void {
      loop.start();
      loop.wake();
    },
    stop: loop.stop,
  };
}
