import { ProductError } from "@throughline/contract";
import type { QueryDeps } from "../../insights/index.ts";

/** `wake` tells the runner that there is something to do. */
export type SimulationDeps = Pick<QueryDeps, "db" | "clickhouse" | "now" | "stages" | "journeys"> & { wake?: (() => void) | undefined };

export const noSuchSimulation = () => new ProductError("not_found", "There is no such simulation in this workspace.");
