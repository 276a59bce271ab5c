import type { FlowDefinition } from "@throughline/contract";
import { liftOf, rateOf, sampleRatioTest, type Lift, type Rate, type SampleRatio } from "@throughline/domain";
import type { ReportedFlow } from "./reported-flow.store.ts";
import type { SideCount } from "./sides.store.ts";

export type Comparison = { treated: Rate; held: Rate; lift: Lift; expected: number; seen: number | null; ratio: SampleRatio };

const notComparable = (lift: Lift): Lift => ({ ...lift, decided: "open", pValue: null });
export const hasGoalStep = ({ steps }: FlowDefinition): boolean => Object.values(steps).some(({ kind }) => kind === "goal");

/** The share that is left alone: by the holdout of everything or, of the others, by that of the flow. By the shares with which people were drawn, else as the rules say. */
export function expectedShare(
  { shares: { share, shareOfAll } }: Pick<ReportedFlow, "shares">,
  drawn: { all: number | null; flow: number | null } = { all: null, flow: null },
): number {
  // A flow that the holdout of everything does not speak of is met by nobody's draw for it.
  const all = shareOfAll === 0 ? 0 : (drawn.all ?? shareOfAll);
  return 1 - (1 - all) * (1 - (drawn.flow ?? share));
}

/**
 * Those who were treated against those left alone. Where a step of the flow itself is the goal, those left alone cannot come to it: such a comparison decides nothing. Nor does one without a goal.
 */
export function compareSides(
  definition: FlowDefinition,
  { treated, held }: { treated: SideCount; held: SideCount },
  expected: number,
): Comparison {
  const lift = liftOf(treated.closed, held.closed);
  const people = treated.people + held.people;
  return {
    treated: rateOf(treated.closed),
    held: rateOf(held.closed),
    lift: definition.goal === null || hasGoalStep(definition) ? notComparable(lift) : lift,
    expected,
    seen: people === 0 ? null : held.people / people,
    ratio: sampleRatioTest([held.people, treated.people], [expected, 1 - expected]),
  };
}
