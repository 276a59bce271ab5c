import { createLoop } from "../../../platform/process/create-loop.ts";
import { simulateChunk } from "./simulate-chunk.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import { endSimulation, nextSimulation, trimSimulations } from "./simulations.store.ts";

const lookEveryMs = 1_000;
const keptMs = 90 * 86_400_000;
const mostFailuresInARow = 3;

/** One step of the simulation that waited longest: a chunk of people. Says whether there is more to do. */
export async function simulationStep(deps: SimulationDeps, failures: Map<string, number> = new Map(), limit?: number): Promise<boolean> {
  const job = await nextSimulation(deps.db);
  if (!job) return false;
  try {
    await simulateChunk(deps, job, limit);
    failures.delete(job.id);
  } catch (error) {
    const inARow = (failures.get(job.id) ?? 0) + 1;
    failures.set(job.id, inARow);
    // What cannot be asked at all will not be asked again; a store that is away will be there again.
    const reason = reasonOf(error);
    if (reason === null && inARow < mostFailuresInARow) throw error;
    failures.delete(job.id);
    await endSimulation(deps.db, job.id, "failed", reason ?? "It failed again and again; the server's log says why.", new Date(deps.now()));
    if (reason === null) throw error;
  }
  return true;
}

const sayWhy = new Set(["ProductError", "RangeError", "RE2JSSyntaxException", "RE2JSException"]);
const reasonOf = (error: unknown): string | null => (error instanceof Error && sayWhy.has(error.name) ? error.message : null);

/** Runs simulations one chunk after another until it is stopped; what a restart interrupts goes on where it was. */
export function createSimulationRunner(deps: SimulationDeps & { onError: (error: unknown) => void }) {
  const failures = new Map<string, number>();
  const loop = createLoop({
    everyMs: lookEveryMs,
    run: async (isStopped) => {
      while (!isStopped() && (await simulationStep(deps, failures)));
    },
    onError: deps.onError,
  });
  return {
    ...loop,
    start(): void {
      loop.start();
      loop.wake();
      void trimSimulations(deps.db, new Date(deps.now() - keptMs)).catch(deps.onError);
    },
  };
}
