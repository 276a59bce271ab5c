import { journeyDefinitionSchema, type Predicate } from "@throughline/contract";
import { sql } from "kysely";
import type { SimulationDeps } from "./simulation-deps.ts";
import type { Surroundings } from "./compile-flow.ts";

/** Journeys and live segments of a workspace, as flows speak of them. */
export async function readSurroundings(
  db: SimulationDeps["db"],
  { workspaceId, flow, timezone }: { workspaceId: string; flow: string; timezone: string },
): Promise<Surroundings> {
  const { rows: journeys } = await sql<{ definition: unknown }>`SELECT definition FROM journey WHERE workspace_id = ${workspaceId}`.execute(
    db,
  );
  const { rows: segments } = await sql<{ key: string; predicate: Predicate }>`
    SELECT key, predicate FROM segment WHERE workspace_id = ${workspaceId} AND kind = 'live' AND NOT hidden AND replaces IS NULL`.execute(
    db,
  );
  const parsed = journeys.map(({ definition }) => journeyDefinitionSchema.parse(definition));
  return {
    workspaceId,
    flow,
    timezone,
    journeys: Object.fromEntries(parsed.map((journey) => [journey.key, journey])),
    segments: new Map(segments.map(({ key, predicate }) => [key, predicate])),
  };
}
