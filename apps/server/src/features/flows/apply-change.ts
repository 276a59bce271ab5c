import { nameOfStep } from "@throughline/contract";
import type { FlowAnswer, FlowPending, Traits } from "@throughline/domain";
import { foldTraits, traitsAt } from "@throughline/domain";
import { sql } from "kysely";
import { foldPeople } from "../identity/index.ts";
import { lookSoon } from "../live-segments/index.ts";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import { changeMembers, segmentsAmong } from "../segments/index.ts";
import type { Words } from "./render-words.ts";
import type { Asked, Session } from "./session.ts";

type AskedChange = Asked & { pending: Extract<FlowPending, { kind: "change" }> };

/**
 * Changes traits and lists as a step says, or null where this transaction may not: whoever does has locked the person's profiles. It is told on the timeline; live segments, and flows that wait for it,
 * follow within moments.
 */
export async function applyChange(session: Session, one: AskedChange, say: Words): Promise<FlowAnswer | null> {
  const { tx, workspaceId, nowMs, countStretches } = session;
  if (!countStretches) return null;
  const { change, key } = one.pending;
  const { personId, stored } = one.work;
  const seen = session.personOf(personId);
  const known = seen?.view.traits ?? {};
  const values = Object.fromEntries(change.traits.map(({ trait, value }) => [trait, typeof value === "string" ? say(one, value) : value]));
  if (change.traits.length > 0) {
    const { rows } = await sql<{
      traits: Traits;
    }>`SELECT traits FROM profile WHERE workspace_id = ${workspaceId} AND id = ${stored.profileId} FOR UPDATE`.execute(tx);
    const traits = foldTraits(rows[0]?.traits ?? {}, traitsAt(values, nowMs, `flow ${key}`));
    await sql`UPDATE profile SET traits = ${JSON.stringify(traits)}::jsonb WHERE workspace_id = ${workspaceId} AND id = ${stored.profileId}`.execute(
      tx,
    );
    await foldPeople(tx, workspaceId, [personId], countStretches);
    await lookSoon(tx, workspaceId, [personId]);
    // Steps behind this one see them as they are now.
    if (seen)
      seen.view.traits = Object.fromEntries(Object.entries({ ...seen.view.traits, ...values }).filter(([, value]) => value !== null));
  }
  const lists = [...change.addTo, ...change.removeFrom];
  const before = (await segmentsAmong(tx, workspaceId, lists, [personId])).get(personId) ?? new Set();
  const members = [
    ...change.addTo.map((segment) => ({ key: segment, profileId: personId, isMember: true })),
    ...change.removeFrom.map((segment) => ({ key: segment, profileId: personId, isMember: false })),
  ];
  const missing = new Set(await changeMembers(tx, workspaceId, members));
  const changed: Changed = {
    traits: Object.fromEntries(Object.entries(values).filter(([trait, value]) => (known[trait] ?? null) !== value)),
    addedTo: change.addTo.filter((segment) => !before.has(segment) && !missing.has(segment)),
    removedFrom: change.removeFrom.filter((segment) => before.has(segment) && !missing.has(segment)),
  };
  if (seen) seen.view.segments = seen.view.segments.filter((segment) => !changed.removedFrom.includes(segment)).concat(changed.addedTo);
  await tell(session, one, changed);
  return {
    kind: "done",
    sentence: missing.size === 0 ? "Was changed." : `Was changed, but there is no list ${[...missing].join(", ")}.`,
    evidence: { traits: values, addTo: change.addTo, removeFrom: change.removeFrom },
  };
}

type Changed = { traits: Record<string, string | number | boolean | null>; addedTo: string[]; removedFrom: string[] };

/** What is another now stands on the person's timeline, with the step that did it. Where everything was so already nothing is told. */
async function tell(
  { tx, workspaceId, nowMs }: Session,
  { work: { flow, version, compiled, run, stored }, pending: { key, step } }: AskedChange,
  { traits, addedTo, removedFrom }: Changed,
): Promise<void> {
  const what = [
    ...Object.entries(traits).map(([trait, value]) => (value === null ? `${trait} is taken away` : `${trait} is ${JSON.stringify(value)}`)),
    ...addedTo.map((segment) => `into ${segment}`),
    ...removedFrom.map((segment) => `out of ${segment}`),
  ];
  if (what.length === 0) return;
  const properties = { flow: flow.key, name: flow.name, version, run: run.id, step, stepName: nameOfStep(compiled.definition, step) };
  await recordOwnInteractions(tx, [
    {
      workspaceId,
      key: `flow change ${key}`,
      profileId: stored.profileId,
      name: "Person Changed",
      at: nowMs,
      actor: "system",
      properties: { what: what.join(", "), ...properties, traits, addedTo, removedFrom },
    },
  ]);
}
