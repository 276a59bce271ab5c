import type { ArbiterRules, FlowDefinition, FlowRun } from "@throughline/contract";
import { drawsFor, type Facts } from "@throughline/domain";

/** The rules with the flow's own share where it has one. */
export const withOwnShare = (rules: ArbiterRules, { holdout }: Pick<FlowDefinition, "holdout">): ArbiterRules => ({
  ...rules,
  holdout: { ...rules.holdout, flowShare: holdout ?? rules.holdout.flowShare },
});

/** On which side of the holdouts somebody would be: as they were drawn once, else as the same draw gives it. */
export function sideOf(facts: Facts, rules: ArbiterRules, definition: FlowDefinition, flow: string): FlowRun["side"] {
  const every = withOwnShare(rules, definition);
  const draws = drawsFor(
    {
      kind: "message",
      purpose: "service",
      channel: "email",
      priority: 5,
      value: 1,
      stakes: "low",
      decidedBy: "automation",
      flow,
      topic: undefined,
      expires: undefined,
    },
    facts,
    { ...every, holdout: { ...every.holdout, purposes: ["service"] } },
  );
  const heldBy = draws.find(({ held }) => held);
  return heldBy === undefined ? "treated" : heldBy.scope === "" ? "held_by_all" : "held";
}
