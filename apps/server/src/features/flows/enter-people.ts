import { describeDuration, durationMs, personIdOf, type EntryRefusal, type FlowRun } from "@throughline/contract";
import { interactionIdOf, startRun, type FlowRunState, type InteractionView } from "@throughline/domain";
import { drawAtEntry, readRules } from "../arbiter/index.ts";
import type { LiveFlow } from "./flow-definitions.ts";
import { sharesOf } from "./holdout-shares.ts";
import { earlierRuns, usedEntryKeys } from "./runs.store.ts";
import type { Session } from "./session.ts";

/** Somebody whom a trigger brings. */
export type Entry = {
  flow: LiveFlow;
  personId: string;
  /** The profile that came in. */
  profileId: string;
  /** Says in the flow what let them in: the same key lets nobody in twice. */
  key: string;
  /** In words. */
  by: string;
  event: InteractionView | null;
};

/** Why somebody did not come in. */
export type Refusal = Pick<EntryRefusal, "code" | "reason">;

/** What has happened so long before it arrived lets nobody in: an import of the past starts nothing. */
const latestMs = 24 * 3_600_000;

/**
 * Lets people in, as far as the entry rules allow: into live flows, by what happened since they are live. On which side of the holdouts somebody is, is drawn and kept here; who is left alone gets a run that
 * is only watched. Gives, for each entry in order, why it was refused, or null.
 */
export async function enterPeople(session: Session, entries: readonly Entry[]): Promise<(Refusal | null)[]> {
  if (entries.length === 0) return [];
  const { tx, workspaceId, nowMs, readStretches } = session;
  await session.see(entries.map(({ personId }) => personId));
  const used = await usedEntryKeys(
    tx,
    entries.map(({ flow, key }) => ({ flowId: flow.id, key })),
  );
  const flowIds = [...new Set(entries.map(({ flow }) => flow.id))];
  const earlier = new Map(
    (
      await earlierRuns(
        tx,
        workspaceId,
        readStretches,
        flowIds,
        entries.map(({ personId }) => personId),
      )
    ).map((one) => [`${one.flowId} ${one.personId}`, { lastMs: one.lastAt.getTime(), isIn: one.isIn, variants: one.variants }]),
  );
  // What this transaction has not written yet.
  for (const { flow, personId, run, stored } of session.works.values()) {
    used.add(`${flow.id} ${stored.entryKey}`);
    const key = `${flow.id} ${personId}`;
    const before = earlier.get(key);
    const isIn = run.endedMs === null || (before?.isIn === true && stored.endedAt !== null);
    if (!before || before.lastMs <= run.enteredMs)
      earlier.set(key, { lastMs: run.enteredMs, isIn, variants: { ...before?.variants, ...run.variants } });
  }
  const allowed: (Entry & { kept: Record<string, string> })[] = [];
  const refusals = entries.map((entry): Refusal | null => {
    const { flow, personId, key } = entry;
    const before = earlier.get(`${flow.id} ${personId}`);
    const refusal = used.has(`${flow.id} ${key}`)
      ? ({ code: "used", reason: "They came in by this already." } as const)
      : refusalOf(session, entry, before);
    if (refusal !== null) return refusal;
    used.add(`${flow.id} ${key}`);
    earlier.set(`${flow.id} ${personId}`, { lastMs: nowMs, isIn: true, variants: before?.variants ?? {} });
    allowed.push({ ...entry, kept: before?.variants ?? {} });
    return null;
  });
  if (allowed.length === 0) return refusals;
  const { rules } = await readRules(tx, workspaceId);
  const sides = await drawAtEntry(
    tx,
    { workspaceId, nowMs, readStretches },
    allowed.map(({ flow, personId }) => ({ personId, flow: flow.key, ...sharesOf(flow.compiled.definition, rules) })),
  );
  for (const entry of allowed) begin(session, entry, sideOf(sides.get(`${entry.personId} ${entry.flow.key}`) ?? null));
  return refusals;
}

const sideOf = (held: "all" | "flow" | null): FlowRun["side"] => (held === "all" ? "held_by_all" : held === "flow" ? "held" : "treated");

type Before = { lastMs: number; isIn: boolean } | undefined;

function refusalOf(session: Session, { flow, personId, event }: Entry, before: Before): Refusal | null {
  const { definition } = flow.compiled;
  const { nowMs } = session;
  const person = session.personOf(personId);
  if (!person) return { code: "unknown", reason: "They are not known." };
  if (flow.state !== "live") return { code: "not_live", reason: `The flow is ${flow.state}.` };
  if (event && event.at < Math.max(flow.liveSinceMs, nowMs - latestMs))
    return { code: "too_old", reason: "It happened before the flow was live, or too long ago." };
  const { entry } = definition;
  if (before?.isIn && !entry.whileIn) return { code: "inside", reason: "They are in it already." };
  if (before && entry.again === "never") return { code: "before", reason: "They were in it before, and everybody comes in once." };
  if (before && entry.again === "after" && entry.after !== null && nowMs < before.lastMs + durationMs(entry.after))
    return { code: "too_soon", reason: `They may come in again ${describeDuration(entry.after)} after they did last.` };
  if (entry.who !== null && !flow.compiled.holds(entry.who, person.view, event, nowMs))
    return { code: "not_for_them", reason: "They are not whom it is for." };
  return null;
}

function begin(
  session: Session,
  { flow, personId, profileId, key, by, event, kept }: Entry & { kept: Record<string, string> },
  side: FlowRun["side"],
): void {
  const { workspaceId, nowMs } = session;
  const { compiled, version } = flow;
  // Derived, so that a batch that happens again makes the same run.
  const id = interactionIdOf(flow.id, key);
  const work = { flow, version, compiled, personId };
  const advanced = startRun(
    compiled.definition,
    { id, workspaceId, flow: flow.key, person: personIdOf(personId), event, side, enteredBy: by, kept },
    session.viewOf(work),
    nowMs,
  );
  const run: FlowRunState = advanced.run;
  const stored = {
    id,
    flowId: flow.id,
    version,
    profileId,
    personId,
    entryKey: key,
    enteredBy: by,
    enteredAt: new Date(nowMs),
    state: run.state,
    side,
    step: null,
    since: new Date(nowMs),
    pending: null,
    goalAt: null,
    endedAt: null,
    ended: null,
    watched: true,
    variants: {},
    memory: { person: run.person, event, visits: {}, kept, answers: {}, waiting: null },
    events: 0,
  };
  session.begin({ ...work, run, stored }, advanced);
}
