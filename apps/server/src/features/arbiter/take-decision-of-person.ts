import { randomUUID } from "node:crypto";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import type { ClosedTask } from "../tasks/index.ts";
import type { Tx } from "./arbiter-deps.ts";
import { holdAttention } from "./attention.store.ts";
import { decideTouches } from "./decide-touches.ts";
import { decisionsOfTouch, insertDecisions, type NewDecision } from "./decisions.store.ts";
import { personAnswers } from "./make-decision-task.ts";
import { toldOf } from "./told-of.ts";

/**
 * What a person decided, in the transaction that closes their task: with a yes the touch is decided anew, and who asked gets that answer when they ask again; with a
 * no, or when the task is cancelled, its answer is `no` for good.
 */
export async function takeDecisionOfPerson(tx: Tx, task: ClosedTask, nowMs: number): Promise<void> {
  const { workspaceId, origin } = task;
  if (origin.kind !== "arbiter" || origin.ref === null) return;
  const [known] = await decisionsOfTouch(tx, workspaceId, origin.ref);
  if (!known) return;
  await holdAttention(tx, workspaceId, [known.personId]);
  const [before] = await decisionsOfTouch(tx, workspaceId, origin.ref);
  // Decided otherwise meanwhile: what was said then holds.
  if (!before || (before.answer !== "task" && before.answer !== "approval")) return;
  if (task.outcome === personAnswers[before.answer].yes) {
    await decideTouches(tx, { workspaceId, nowMs }, [{ ...before.touch, decidedBy: before.answer === "task" ? "person" : "approved" }]);
    return;
  }
  const reason = `${task.by} decided against it${task.note === "" ? "." : `: ${task.note}`}`;
  const refusal: NewDecision = {
    ...before,
    id: randomUUID(),
    attempt: before.attempt + 1,
    answer: "no",
    dueAt: null,
    rule: "ownership",
    reason,
    verdicts: before.verdicts.map((one) => (one.rule === "ownership" ? { ...one, verdict: "deny", sentence: reason } : one)),
    decidedAt: new Date(nowMs),
    takesAttention: false,
    heldBy: ["ownership"],
  };
  await insertDecisions(tx, workspaceId, [refusal]);
  await recordOwnInteractions(tx, [toldOf(workspaceId, refusal)]);
}
