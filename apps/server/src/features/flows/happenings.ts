import { durationMs } from "@throughline/contract";
import { compareIds, describeTrigger, momentOf, rememberedPart, type InteractionView } from "@throughline/domain";
import { sql } from "kysely";
import { approvalOutcomes, askOutside } from "./ask-outside.ts";
import { enterPeople, type Entry } from "./enter-people.ts";
import type { LiveFlow } from "./flow-definitions.ts";
import type { Session } from "./session.ts";

/** Something about a person that flows may have to do with. */
export type Happening = { personId: string } & (
  | { kind: "event"; profileId: string; interaction: InteractionView; isOwn: boolean }
  /** `event` is what told of it, where an account of theirs came or went. */
  | { kind: "segment"; key: string; entered: boolean; atMs: number; id: string; event?: InteractionView | null }
  /** Their traits, dates or memberships may be others now. */
  | { kind: "changed" }
  /** Their profiles changed hands. */
  | { kind: "merged" }
  | { kind: "call"; key: string; outcome: "answered" | "failed" | "unknown"; status: number | null; body: unknown }
);

/**
 * What happens to people, one thing after another for each of them, all of them together: runs go on, end or reach their goal, and triggers let people in. Then everything is written.
 * Happenings of one person stand in the order in which they happened.
 */
export async function takeHappenings(session: Session, happenings: readonly Happening[]): Promise<void> {
  await session.load(happenings.map(({ personId }) => personId));
  await arm(session, happenings);
  const byPerson = [...Map.groupBy(happenings, ({ personId }) => personId).values()];
  for (let round = 0; byPerson.some((list) => list.length > round); round++) {
    const entries: Entry[] = [];
    for (const list of byPerson) {
      const happening = list[round];
      if (happening) entries.push(...take(session, happening));
    }
    await enterPeople(session, entries);
    await session.settle(askOutside(session));
  }
  await session.save();
}

function take(session: Session, happening: Happening): Entry[] {
  const works = session.ofPerson(happening.personId);
  switch (happening.kind) {
    case "event": {
      const { interaction } = happening;
      for (const work of works) session.happen(work, interaction);
      if (happening.isOwn) takeOwn(session, works, interaction);
      return entriesOfEvent(session, happening);
    }
    case "segment":
      for (const work of works) if (work.compiled.heard.has(happening.key)) session.lookAnew(work);
      return entriesOfSegment(session, happening);
    case "changed":
    case "merged":
      for (const work of works) session.lookAnew(work);
      return [];
    case "call":
      for (const work of works)
        if (work.run.waiting?.for === "call" && work.run.waiting.key === happening.key)
          session.answer(work, { kind: "call", outcome: happening.outcome, status: happening.status, body: happening.body });
      return [];
  }
}

/** What we did ourselves, or somebody of the workspace: a decision about a touch, what came of a task. */
function takeOwn(session: Session, works: ReturnType<Session["ofPerson"]>, { name, properties }: InteractionView): void {
  for (const work of works) {
    const { waiting } = work.run;
    if (
      name === "Touch Decided" &&
      waiting?.for === "touch" &&
      waiting.answer !== "later" &&
      properties["touch"] === waiting.key &&
      properties["answer"] !== waiting.answer
    )
      session.decideAgain(work);
    if ((name !== "Task Done" && name !== "Task Cancelled") || work.taskId === null || properties["taskId"] !== work.taskId) continue;
    const outcome = name === "Task Done" && typeof properties["outcome"] === "string" ? properties["outcome"] : null;
    if (waiting?.for === "task") session.answer(work, { kind: "task", outcome });
    if (waiting?.for === "approval")
      session.answer(work, {
        kind: "approval",
        approved: outcome === approvalOutcomes.yes,
        by: typeof properties["by"] === "string" ? properties["by"] : "Somebody",
      });
  }
}

function entriesOfEvent(session: Session, { personId, profileId, interaction, isOwn }: Extract<Happening, { kind: "event" }>): Entry[] {
  const person = session.personOf(personId);
  if (!person) return [];
  return session.flows.flows.flatMap((flow) => {
    const { trigger, definition } = flow.compiled;
    if (flow.state !== "live" || !trigger) return [];
    // What we do ourselves lets people in where a flow names it, not as "any event".
    const names = definition.trigger.kind === "event" ? definition.trigger.on.event : null;
    if (isOwn && names === null) return [];
    if (!trigger(interaction, person.view, session.nowMs)) return [];
    return [{ flow, personId, profileId, key: `event ${interaction.id}`, by: `${interaction.name} happened.`, event: interaction }];
  });
}

export const stagePart = (flow: LiveFlow): string | null => {
  const { trigger } = flow.compiled.definition;
  return trigger.kind === "stage" ? rememberedPart({ stage: { journey: trigger.journey, stage: trigger.stage } }).key : null;
};

function entriesOfSegment(
  session: Session,
  { personId, key, entered, id, event = null }: Extract<Happening, { kind: "segment" }>,
): Entry[] {
  return session.flows.flows.flatMap((flow) => {
    const { trigger } = flow.compiled.definition;
    if (flow.state !== "live") return [];
    const brings =
      (trigger.kind === "segment" && trigger.segment === key && (trigger.on === "entered") === entered) ||
      (trigger.kind === "stage" && trigger.on === "reached" && entered && stagePart(flow) === key);
    return brings
      ? [{ flow, personId, profileId: personId, key: `segment ${id}`, by: capital(`${describeTrigger(trigger)}.`), event }]
      : [];
  });
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** Puts and takes away the moments at which people will come in: by their dates, and by how long they have been at a stage. In order of people, as everybody writes these rows. */
async function arm(session: Session, happenings: readonly Happening[]): Promise<void> {
  const { nowMs } = session;
  const inOrder = happenings.toSorted((a, b) => compareIds(a.personId, b.personId));
  for (const flow of session.flows.flows) {
    const { trigger } = flow.compiled.definition;
    // While it is paused nobody comes in; who is at a stage is noted all the same.
    if (flow.state !== "live" && flow.state !== "paused") continue;
    if (trigger.kind === "date") {
      const people = new Set(inOrder.flatMap((one) => (one.kind === "changed" || one.kind === "merged" ? [one.personId] : [])));
      for (const personId of people) {
        const seen = session.personOf(personId);
        const dueMs = seen ? momentOf(trigger.moment, seen.view, seen.timezone, nowMs) : null;
        await keepArmed(session, flow.id, personId, dueMs, dueMs === null ? "" : `date ${personId} ${new Date(dueMs).toISOString()}`);
      }
    }
    if (trigger.kind !== "stage" || trigger.on !== "stalled" || trigger.after === null) continue;
    const key = stagePart(flow);
    for (const one of inOrder) {
      if (one.kind !== "segment" || one.key !== key) continue;
      const dueMs = one.entered ? one.atMs + durationMs(trigger.after) : null;
      await keepArmed(session, flow.id, one.personId, dueMs, `stalled ${one.id}`);
    }
  }
}

async function keepArmed({ tx, workspaceId }: Session, flowId: string, personId: string, dueMs: number | null, key: string): Promise<void> {
  if (dueMs === null) await sql`DELETE FROM flow_armed WHERE flow_id = ${flowId} AND person_id = ${personId}`.execute(tx);
  else
    await sql`
      INSERT INTO flow_armed (flow_id, workspace_id, person_id, due_at, key) VALUES (${flowId}, ${workspaceId}, ${personId}, ${new Date(dueMs)}, ${key})
      ON CONFLICT (flow_id, person_id) DO UPDATE SET due_at = excluded.due_at, key = excluded.key`.execute(tx);
}
