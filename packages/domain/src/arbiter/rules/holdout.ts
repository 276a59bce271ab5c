import type { ArbiterRules } from "@throughline/contract";
import type { Facts, Rule, WantedTouch } from "../facts.ts";
import { drawHoldout } from "../holdout-bucket.ts";
import { allow, deny } from "../verdicts.ts";

export type HoldoutDraw = { scope: string; held: boolean; share: number; isNew: boolean };

/** Which holdouts a touch meets, and on which side this person is: as it was drawn once, else as it is drawn now. None for what a person decided. */
export function drawsFor(touch: WantedTouch, facts: Facts, { holdout: { share, flowShare, purposes } }: ArbiterRules): HoldoutDraw[] {
  if (touch.decidedBy === "person" || !purposes.includes(touch.purpose)) return [];
  const scopes = [{ scope: "", share }, ...(touch.flow === undefined ? [] : [{ scope: touch.flow, share: flowShare }])];
  return scopes.map(({ scope, share: ofScope }) => {
    const drawn = facts.holdouts.find((one) => one.scope === scope);
    const { workspaceId, personId } = facts;
    return {
      scope,
      share: ofScope,
      held: drawn?.held ?? drawHoldout({ workspaceId, personId, scope, share: ofScope }),
      isNew: drawn === undefined,
    };
  });
}

/** Some people are left alone deliberately, so that what we do can be measured. */
export const holdout: Rule = (touch, facts, rules) => {
  const draws = drawsFor(touch, facts, rules);
  if (draws.length === 0) return allow("holdout", "No holdout is made for it.");
  const evidence = { draws: draws.map(({ scope, share, held }) => ({ of: scope === "" ? "everything" : scope, share, held })) };
  const held = draws.find((draw) => draw.held);
  if (!held) return allow("holdout", "They are in no holdout.", evidence);
  const from = held.scope === "" ? "everything" : `the flow ${held.scope}`;
  return deny("holdout", `They are in the holdout of ${from}: left alone, to measure what we do to others.`, evidence);
};
