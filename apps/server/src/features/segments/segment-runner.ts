import { createLoop } from "../../platform/process/create-loop.ts";
import type { ComputeDeps } from "./computation.ts";
import { computeStep } from "./compute-segments.ts";

const lookEveryMs = 1_000;

/** Computes segments, one step after another, until it is stopped; what a crash interrupts goes on where it was. */
export function createSegmentRunner(deps: ComputeDeps & { onError: (error: unknown) => void }) {
  const loop = createLoop({
    everyMs: lookEveryMs,
    run: async (isStopped) => {
      while (!isStopped() && (await computeStep(deps)));
    },
    onError: deps.onError,
  });
  return {
    ...loop,
    start(): void {
      loop.start();
      loop.wake();
    },
  };
}
