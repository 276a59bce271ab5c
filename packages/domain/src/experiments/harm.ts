import type { Lift, Rate } from "./lift.ts";
import type { SampleRatio } from "./sample-ratio.ts";

const percent = (share: number | null): string => `${((share ?? 0) * 100).toFixed(1)} %`;
const points = (share: number | null): string => `${((share ?? 0) * 100).toFixed(1)}`;

/**
 * Why a flow is to be stopped: those whom it treats reach the goal less than those left alone, and the interval that holds however often one looks excludes that they do not. A sentence, or null
 * to go on. Where the sides were not drawn as they should be, the comparison says nothing, and nothing is stopped by it.
 */
export function harmOf(treated: Rate, held: Rate, lift: Lift, ratio: Pick<SampleRatio, "alarm">): string | null {
  if (lift.decided !== "worse" || ratio.alarm) return null;
  return (
    `With it ${percent(treated.rate)} of ${treated.people} people reached the goal, without it ${percent(held.rate)} of ${held.people}: ` +
    `${points(lift.absolute)} points (95 % interval ${points(lift.low)} to ${points(lift.high)}, valid at every look).`
  );
}
