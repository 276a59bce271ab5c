import type { ArbiterRules, FlowDefinition, FlowRun } from "@throughline/contract";
import { drawHoldout, type Facts } from "@throughline/domain";
import { sharesOf } from "../holdout-shares.ts";

/** The rules with the flow's own share where it has one. */
export const withOwnShare = (rules: ArbiterRules, { holdout }: Pick<FlowDefinition, "holdout">): ArbiterRules => ({
  ...rules,
  holdout: { ...rules.holdout, flowShare: holdout ?? rules.holdout.flowShare },
});

/** On which side of the holdouts somebody would be: as they were drawn once, else as the same draw gives it. */
export function sideOf(facts: Facts, rules: ArbiterRules, definition: FlowDefinition, flow: string): FlowRun["side"] {
  const { share, shareOfAll } = sharesOf(definition, rules);
  const { workspaceId, personId, holdouts } = facts;
  const isHeld = (scope: string, of: number): boolean =>
    holdouts.find((one) => one.scope === scope)?.held ?? drawHoldout({ workspaceId, personId, scope, share: of });
  if (shareOfAll > 0 && isHeld("", shareOfAll)) return "held_by_all";
  return isHeld(flow, share) ? "held" : "treated";
}
