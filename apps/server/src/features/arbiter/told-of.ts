import type { OwnInteraction } from "../own-interactions/index.ts";
import type { NewDecision } from "./decisions.store.ts";

/** A decision as it stands on the person's timeline. It reached nobody yet, so it is on no channel of theirs. */
export function toldOf(
  workspaceId: string,
  { id, personId, decidedAt, touch, answer, dueAt, rule, reason, attempt }: NewDecision,
): OwnInteraction {
  const { title, topic, flow } = touch;
  return {
    workspaceId,
    key: `decision ${id}`,
    profileId: personId,
    name: "Touch Decided",
    at: decidedAt.getTime(),
    actor: "system",
    properties: {
      decision: id,
      touch: touch.id,
      attempt,
      kind: touch.kind,
      purpose: touch.purpose,
      channel: touch.channel,
      ...(title === undefined ? {} : { title }),
      ...(topic === undefined ? {} : { topic }),
      ...(flow === undefined ? {} : { flow }),
      answer,
      ...(rule === null ? {} : { rule }),
      ...(answer === "later" && dueAt !== null ? { until: dueAt.toISOString() } : {}),
      reason,
    },
  };
}
