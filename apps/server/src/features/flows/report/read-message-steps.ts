import { stepTitle, type FlowReport, type FlowStep } from "@throughline/contract";
import { rateOf } from "@throughline/domain";
import { followGoal } from "./follow-goal.ts";
import type { ReportDeps } from "./report-deps.ts";
import type { ReportedFlow } from "./reported-flow.store.ts";
import type { Bounds } from "./sides.store.ts";
import { countMessages, countTouches, firstSent } from "./touches.store.ts";

type MessageStep = Extract<FlowStep, { kind: "message" }>;

/** Of each message step what was asked, what was held back and why, what became of what was sent, and how many then reached the step's own goal. */
export async function readMessageSteps(
  deps: ReportDeps,
  workspaceId: string,
  flow: ReportedFlow,
  bounds: Bounds,
): Promise<FlowReport["messages"]> {
  const steps = Object.entries(flow.definition.steps).filter((entry): entry is [string, MessageStep] => entry[1].kind === "message");
  if (steps.length === 0) return [];
  const [touches, sent] = await Promise.all([
    countTouches(deps.db, workspaceId, flow.key, bounds),
    countMessages(deps.db, workspaceId, flow.key, bounds),
  ]);
  const messages: FlowReport["messages"] = [];
  for (const [id, message] of steps) {
    const { goal } = message;
    const { asked, held } = touches.find(({ step }) => step === id) ?? { asked: 0, held: [] };
    const { step: _step, ...became } = sent.find(({ step }) => step === id) ?? { step: id, ...nothingSent };
    const began = goal === null || became.sent === 0 ? [] : await firstSent(deps.db, workspaceId, flow.key, id, bounds);
    const reached = goal === null ? null : await followGoal(deps, workspaceId, goal, began, bounds.to.getTime());
    messages.push({
      step: id,
      label: stepTitle(message),
      asked,
      ...became,
      held,
      goal: reached && rateOf(reached.get("") ?? { reached: 0, people: 0 }),
    });
  }
  return messages;
}

const nothingSent = { sent: 0, failed: 0, unknown: 0, opened: 0, clicked: 0, bounced: 0, complained: 0, unsubscribed: 0 };
