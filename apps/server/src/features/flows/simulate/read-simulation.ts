import { personIdOf, type FlowSimulation } from "@throughline/contract";
import { requirePermission, type Access } from "../../../platform/auth/access.ts";
import { assumptionsOf } from "./assumptions.ts";
import { noSuchSimulation, type SimulationDeps } from "./simulation-deps.ts";
import { endSimulation, findSimulation, namesOf, type SimulationRow } from "./simulations.store.ts";
import { totalsOf } from "./tally.ts";
import { whyNotSimulated } from "./why-not-simulated.ts";

/** A simulation, as far as it is. @throws ProductError `not_found`. */
export async function readSimulation(deps: SimulationDeps, access: Access, { id }: { id: string }): Promise<FlowSimulation> {
  requirePermission(access, "flows:read");
  const row = await findSimulation(deps.db, access.workspaceId, id);
  if (!row) throw noSuchSimulation();
  return toSimulation(deps, access, row);
}

/** Ends one that runs; what it found so far stays. @throws ProductError `not_found`. */
export async function stopSimulation(deps: SimulationDeps, access: Access, { id }: { id: string }): Promise<FlowSimulation> {
  requirePermission(access, "flows:write");
  const row = await findSimulation(deps.db, access.workspaceId, id);
  if (!row) throw noSuchSimulation();
  await endSimulation(deps.db, id, "stopped", null, new Date(deps.now()));
  return readSimulation(deps, access, { id });
}

/** Examples name people: only to those who may see people. */
export async function toSimulation({ db }: SimulationDeps, access: Access, row: SimulationRow): Promise<FlowSimulation> {
  const { closed: _closed, examples, ...sums } = row.result.draft;
  const shown = access.permissions.has("people:read") ? examples : [];
  const names = await namesOf(
    db,
    access.workspaceId,
    shown.map(({ person }) => person),
  );
  return {
    id: row.id,
    state: row.state,
    progress: row.progress,
    failure: row.failure,
    notSimulated: whyNotSimulated(row.definition),
    from: row.fromAt.toISOString(),
    to: row.toAt.toISOString(),
    ...sums,
    days: sums.days.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    examples: shown.flatMap(({ person, sentence }) =>
      names.has(person) ? [{ person: personIdOf(person), name: names.get(person) ?? null, sentence }] : [],
    ),
    assumptions: [...assumptionsOf(row.definition), ...notCompared(row)],
    // Zeros of a version that cannot be simulated would compare with nothing.
    live:
      row.live && row.result.live && whyNotSimulated(row.live.definition) === null
        ? { version: row.live.version, ...totalsOf(row.result.live) }
        : null,
  };
}

const notCompared = ({ live, definition }: SimulationRow): string[] =>
  live && whyNotSimulated(live.definition) !== null && whyNotSimulated(definition) === null
    ? [`It is not compared with version ${live.version}: whom its trigger would have let in cannot be simulated.`]
    : [];
