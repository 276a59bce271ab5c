import { personIdOf, type Stakes, type TaskPriority } from "@throughline/contract";
import { createTask } from "../tasks/index.ts";
import type { Tx } from "./arbiter-deps.ts";
import type { NewDecision } from "./decisions.store.ts";

/** What a person answers to a decision that is theirs. */
export const personAnswers = {
  task: { yes: "Go ahead", no: "Leave it" },
  approval: { yes: "Approve", no: "Refuse" },
} as const;
const priorities: Record<Stakes, TaskPriority> = { low: "low", medium: "normal", high: "high" };

/** A decision that is a person's becomes a task, with what is wanted and what each rule says. */
export async function makeDecisionTask(tx: Tx, workspaceId: string, decision: NewDecision): Promise<void> {
  const { answer, touch, personId, decidedAt } = decision;
  if (answer !== "task" && answer !== "approval") return;
  const what = touch.title ?? `a ${touch.kind}`;
  await createTask(tx, {
    workspaceId,
    key: `decision ${decision.id}`,
    title: (answer === "task" ? `Decide: ${what}` : `Approve: ${what}`).slice(0, 200),
    why: `${decision.reason} It would reach them by ${touch.channel} and is ${touch.purpose}${touch.flow === undefined ? "" : `, of the flow ${touch.flow}`}.`,
    profileId: personId,
    accountId: null,
    context: {
      journey: null,
      interaction: null,
      evidence: [
        { text: "Everything about them", link: `/people/${personIdOf(personId)}` },
        ...decision.verdicts.map(({ sentence }) => ({ text: sentence.slice(0, 500), link: null })),
      ],
    },
    assignee: null,
    due: touch.expires === undefined ? null : new Date(touch.expires),
    priority: priorities[touch.stakes],
    outcomes: [personAnswers[answer].yes, personAnswers[answer].no],
    origin: { kind: "arbiter", ref: touch.id },
    by: "Arbiter",
    actor: "system",
    at: decidedAt,
  });
}
