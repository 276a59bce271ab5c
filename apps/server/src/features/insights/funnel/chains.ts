import type { FunnelParts } from "./funnel-parts.ts";

/** An exclusion as it stands in a chain: indexes into the chain's steps; `to` is its length where nothing after can end it. */
export type ChainGuard = { guard: number; from: number; to: number };

/** A way through the funnel: all required steps and some of the optional ones, as indexes of steps in order. */
export type Chain = {
  steps: number[];
  guards: ChainGuard[];
  /** How far one may have come, in steps of the chain: not up to an optional step that was not done. */ ends: number[];
};

/** Every way through the funnel: an optional step is done or left out. At most 2^`optional` chains. */
export function chainsOf({ steps, optional, guards }: Pick<FunnelParts, "steps" | "optional" | "guards">): Chain[] {
  let choices: number[][] = [[]];
  steps.forEach((_, step) => {
    choices = choices.flatMap((choice) => (optional[step] ? [[...choice, step], choice] : [[...choice, step]]));
  });
  return choices.map((chain) => ({
    steps: chain,
    ends: chain.map((_, index) => index + 1).filter((length) => length === chain.length || !optional[chain[length] as number]),
    guards: guards.map((guard, index) => {
      const to = chain.findIndex((step) => step >= guard.to);
      return { guard: index, from: chain.findLastIndex((step) => step <= guard.from), to: to < 0 ? chain.length : to };
    }),
  }));
}
