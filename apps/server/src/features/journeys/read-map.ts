import type { JourneyDefinition, JourneyMap } from "@throughline/contract";
import { assembleMap } from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { mapStatement } from "./map-sql.ts";
import { openDefinition, openJourney, rangeOf, revisionOf, type JourneyDeps, type OpenJourney, type RangeInput } from "./open-journey.ts";
import { getJourney, requireUsable } from "./manage-journeys.ts";
import { tallyRowSchema, toTally } from "./read-tallies.ts";

/** The map of an open journey. */
export async function computeMap({ definition, context, periods, question }: OpenJourney): Promise<JourneyMap> {
  const asked = question();
  const rows = await context.ask({
    query: mapStatement(asked, periods),
    parameters: asked.parameters,
    schema: tallyRowSchema,
    // To leave out the side of a condition that is not taken costs more than to compute it, for small sums.
    settings: { short_circuit_function_evaluation: "disable" },
  });
  return assembleMap(
    definition,
    rows.map((row) => toTally(definition, row)),
  );
}

/** The live map: who is where now, and what moved in the range against the time before. */
export async function readMap(deps: JourneyDeps, access: Access, input: { key: string } & RangeInput) {
  requirePermission(access, "journeys:read");
  const opened = await openJourney(deps, access, input);
  return { ...(await computeMap(opened)), ...(await opened.meta()) };
}

/** The map of a definition that is not saved. */
export async function previewMap(
  deps: JourneyDeps,
  access: Access,
  { definition, ...range }: { definition: JourneyDefinition } & RangeInput,
) {
  requirePermission(access, "journeys:read");
  requireUsable(definition);
  const opened = await openDefinition(deps, access.workspaceId, definition, rangeOf(range, deps.now()));
  return { ...(await computeMap(opened)), ...(await opened.meta()) };
}

export async function readRevision(deps: JourneyDeps, access: Access, input: { key: string }): Promise<{ revision: string }> {
  return { revision: await revisionOf(deps, await getJourney(deps, access, input)) };
}
