import type { ArbiterRules } from "@throughline/contract";
import { readRules } from "../../arbiter/index.ts";
import { candidatesAfter } from "./candidates.ts";
import { compileFlow } from "./compile-flow.ts";
import type { PersonPast } from "./past.ts";
import { readPasts } from "./read-pasts.ts";
import { simulatePerson, type Span } from "./simulate-person.ts";
import type { SimulationDeps } from "./simulation-deps.ts";
import { keepChunk, type SimulationRow } from "./simulations.store.ts";
import { readSurroundings } from "./surroundings.store.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import type { Tally } from "./tally.ts";

const peopleAtOnce = 200;
const yieldEvery = 20;

/** Runs a simulation over the next people by id, and keeps the sums. */
export async function simulateChunk(deps: SimulationDeps, job: SimulationRow, limit = peopleAtOnce): Promise<void> {
  const { workspaceId, flow } = job;
  const { rules, timezone } = await readRules(deps.db, workspaceId);
  const around = await readSurroundings(deps.db, { workspaceId, flow, timezone });
  const draft = compileFlow(job.definition, around);
  const live = job.live && compileFlow(job.live.definition, around);
  const flows = live ? [draft, live] : [draft];
  const span = { fromMs: job.fromAt.getTime(), toMs: job.toAt.getTime() };
  const ids = await candidatesAfter(deps, flows, { workspaceId, ...span, place: job.place, limit });
  const pasts = ids.length === 0 ? [] : await readPasts(deps, { workspaceId, timezone, flow, ...span }, flows, ids);
  const { result } = job;
  await runAll(draft, pasts, rules, span, result.draft);
  if (live && result.live) await runAll(live, pasts, rules, span, result.live);
  const isDone = ids.length < limit;
  const place = ids.at(-1) ?? job.place;
  await keepChunk(deps.db, job, { result, place, progress: isDone ? 1 : shareUpTo(place), isDone, at: new Date(deps.now()) });
}

/** Others have their turn in between. */
async function runAll(flow: CompiledFlow, pasts: readonly PersonPast[], rules: ArbiterRules, span: Span, tally: Tally): Promise<void> {
  for (const [index, past] of pasts.entries()) {
    if (index % yieldEvery === yieldEvery - 1) await new Promise<void>((resolve) => setImmediate(resolve));
    simulatePerson(flow, past, rules, span, tally);
  }
}

/** Ids of people are hashes of 63 bits, so that a part of their range is about that part of them. */
const shareUpTo = (place: string): number => Number((BigInt(place) * 1000n) / 2n ** 63n) / 1000;
