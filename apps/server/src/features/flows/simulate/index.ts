export { readSimulation, stopSimulation } from "./read-simulation.ts";
export { createSimulationRunner } from "./simulation-runner.ts";
export { startSimulation } from "./start-simulation.ts";
export type { SimulationDeps } from "./simulation-deps.ts";
