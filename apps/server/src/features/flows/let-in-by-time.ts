import { compareIds, describeTrigger, momentOf, nextScheduled, rememberedPart } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { askOutside } from "./ask-outside.ts";
import { enterPeople, type Entry } from "./enter-people.ts";
import type { LiveFlow, WorkspaceFlows } from "./flow-definitions.ts";
import type { Tx } from "./flows-deps.ts";
import { stagePart } from "./happenings.ts";
import { lockPeople } from "./lock-people.ts";
import { loadViews } from "./load-views.ts";
import type { Session } from "./session.ts";

type SessionOf = (flows: WorkspaceFlows) => Session;
const peopleAtOnce = 500;

async function letIn(session: Session, entries: readonly Entry[]): Promise<void> {
  await enterPeople(session, entries);
  await session.settle(askOutside(session));
  await session.save();
}

const liveOf = (all: ReadonlyMap<string, WorkspaceFlows>): { flow: LiveFlow; flows: WorkspaceFlows }[] =>
  [...all.values()].flatMap((flows) => flows.flows.filter(({ state }) => state === "live").map((flow) => ({ flow, flows })));

/** Whose moment has come: their date is so near, or they are still at the stage. Says whether there may be more. */
export async function letInArmed(tx: Tx, all: ReadonlyMap<string, WorkspaceFlows>, nowMs: number, sessionOf: SessionOf): Promise<boolean> {
  const byDate = liveOf(all).filter(
    ({ flow }) => flow.compiled.definition.trigger.kind === "date" || flow.compiled.definition.trigger.kind === "stage",
  );
  for (const { flow, flows } of byDate) {
    const { rows: due } = await sql<{ personId: string }>`
      SELECT person_id AS "personId" FROM flow_armed WHERE flow_id = ${flow.id} AND due_at <= ${new Date(nowMs)} ORDER BY due_at LIMIT ${peopleAtOnce}`.execute(
      tx,
    );
    if (due.length === 0) continue;
    const personIds = due.map(({ personId }) => personId);
    await lockPeople(tx, flow.workspaceId, personIds);
    // Whose moment moved while we waited has another.
    const { rows } = await sql<{ personId: string; key: string }>`
      DELETE FROM flow_armed WHERE flow_id = ${flow.id} AND person_id = ANY(${plainArray(personIds)}::bigint[]) AND due_at <= ${new Date(nowMs)} RETURNING person_id AS "personId", key`.execute(
      tx,
    );
    const session = sessionOf(flows);
    await session.see(personIds);
    const stage = stagePart(flow);
    const still = stage === null ? rows : rows.filter(({ personId }) => session.personOf(personId)?.view.segments.includes(stage));
    const by = describeTrigger(flow.compiled.definition.trigger);
    await letIn(
      session,
      still.map(({ personId, key }) => ({
        flow,
        personId,
        profileId: personId,
        key,
        by: `${by.slice(0, 1).toUpperCase()}${by.slice(1)}.`,
        event: null,
      })),
    );
    // Another of their dates may be next.
    const { trigger } = flow.compiled.definition;
    if (trigger.kind === "date")
      await armPeople(
        tx,
        flow,
        rows.flatMap(({ personId }) => {
          const seen = session.personOf(personId);
          const dueMs = seen && momentOf(trigger.moment, seen.view, seen.timezone, nowMs);
          return dueMs === null ? [] : [{ personId, dueMs }];
        }),
      );
    return true;
  }
  return false;
}

async function armPeople(tx: Tx, { id, workspaceId }: LiveFlow, armed: readonly { personId: string; dueMs: number }[]): Promise<void> {
  if (armed.length === 0) return;
  const people = armed.toSorted((a, b) => compareIds(a.personId, b.personId));
  await sql`
    INSERT INTO flow_armed (flow_id, workspace_id, person_id, due_at, key)
    SELECT ${id}::uuid, ${workspaceId}::uuid, a.person_id, a.due_at, a.key
    FROM unnest(${plainArray(people.map(({ personId }) => personId))}::bigint[], ${plainArray(people.map(({ dueMs }) => new Date(dueMs).toISOString()))}::timestamptz[],
      ${people.map(({ personId, dueMs }) => `date ${personId} ${new Date(dueMs).toISOString()}`)}::text[]) AS a(person_id, due_at, key)
    ON CONFLICT (flow_id, person_id) DO UPDATE SET due_at = excluded.due_at, key = excluded.key`.execute(tx);
}

/** Looks at everybody's date once after a flow that goes by dates became live, one chunk of people after another. */
export async function armEverybody(tx: Tx, all: ReadonlyMap<string, WorkspaceFlows>, nowMs: number): Promise<boolean> {
  const { rows: asked } = await sql<{ seq: string; workspaceId: string; flowId: string; after: string }>`
    SELECT seq, workspace_id AS "workspaceId", key AS "flowId", of_id AS after FROM flow_signal WHERE kind = 'arm' ORDER BY seq LIMIT 1`.execute(
    tx,
  );
  const [one] = asked;
  if (!one) return false;
  const flows = all.get(one.workspaceId);
  const flow = flows?.byId.get(one.flowId);
  const trigger = flow?.compiled.definition.trigger;
  if (!flows || !flow || trigger?.kind !== "date") {
    await sql`DELETE FROM flow_signal WHERE seq = ${one.seq}`.execute(tx);
    return true;
  }
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM person WHERE workspace_id = ${one.workspaceId} AND id > ${one.after} ORDER BY id LIMIT 1000`.execute(tx);
  const ids = rows.map(({ id }) => id);
  await lockPeople(tx, one.workspaceId, ids);
  const people = await loadViews(tx, one.workspaceId, { segments: [], readsState: flows.readsState, timezone: flows.timezone }, ids);
  await armPeople(
    tx,
    flow,
    [...people].flatMap(([personId, { view, timezone }]) => {
      const dueMs = momentOf(trigger.moment, view, timezone, nowMs);
      return dueMs === null ? [] : [{ personId, dueMs }];
    }),
  );
  const last = ids.at(-1);
  if (last === undefined) await sql`DELETE FROM flow_signal WHERE seq = ${one.seq}`.execute(tx);
  else await sql`UPDATE flow_signal SET of_id = ${last} WHERE seq = ${one.seq}`.execute(tx);
  return true;
}

/** Everybody for whom the predicate of a schedule holds, when it is due; one chunk of people after another, and then the next time. */
export async function letInScheduled(
  tx: Tx,
  all: ReadonlyMap<string, WorkspaceFlows>,
  nowMs: number,
  sessionOf: SessionOf,
): Promise<boolean> {
  const scheduled = liveOf(all).filter(({ flow }) => flow.compiled.definition.trigger.kind === "schedule");
  for (const { flow, flows } of scheduled) {
    const { trigger } = flow.compiled.definition;
    if (trigger.kind !== "schedule") continue;
    const { rows } = await sql<{ at: Date; place: string }>`
      SELECT scheduled_at AS at, scheduled_place AS place FROM flow WHERE id = ${flow.id} AND scheduled_at <= ${new Date(nowMs)} FOR NO KEY UPDATE`.execute(
      tx,
    );
    const [due] = rows;
    if (!due) continue;
    const { rows: people } = await sql<{ personId: string }>`
      SELECT m.profile_id AS "personId" FROM segment s JOIN segment_member m ON m.segment_id = s.id
      WHERE s.workspace_id = ${flow.workspaceId} AND s.key = ${rememberedPart(trigger.who).key} AND m.profile_id > ${due.place} ORDER BY 1 LIMIT ${peopleAtOnce}`.execute(
      tx,
    );
    const last = people.at(-1)?.personId;
    if (last === undefined) {
      await sql`UPDATE flow SET scheduled_at = ${new Date(nextScheduled(trigger, nowMs, flows.timezone))}, scheduled_place = 0 WHERE id = ${flow.id}`.execute(
        tx,
      );
      return true;
    }
    await lockPeople(
      tx,
      flow.workspaceId,
      people.map(({ personId }) => personId),
    );
    const key = `schedule ${due.at.toISOString()}`;
    await letIn(
      sessionOf(flows),
      people.map(({ personId }) => ({
        flow,
        personId,
        profileId: personId,
        key: `${key} ${personId}`,
        by: "The schedule was due.",
        event: null,
      })),
    );
    await sql`UPDATE flow SET scheduled_place = ${last} WHERE id = ${flow.id}`.execute(tx);
    return true;
  }
  return false;
}
