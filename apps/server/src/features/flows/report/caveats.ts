import type { SampleRatio } from "@throughline/domain";
import { isDeepStrictEqual } from "node:util";
import { hasGoalStep } from "./compare-sides.ts";
import type { ReportedFlow } from "./reported-flow.store.ts";
import type { SideCount } from "./sides.store.ts";

type Seen = { counted: { treated: SideCount; held: SideCount; versions: number[] }; ratio: SampleRatio; expected: number };

/** What the numbers of a report cannot say, in sentences. */
export function caveatsOf({ definition, versions }: ReportedFlow, { counted, ratio, expected }: Seen): string[] {
  const { treated, held } = counted;
  const caveats: string[] = [];
  if (definition.goal === null) caveats.push("The flow has no goal, so there is nothing to compare by.");
  else if (hasGoalStep(definition))
    caveats.push("A step of the flow is a goal by itself. Those left alone never come to it, so the comparison decides nothing.");
  if (expected === 0 && held.people === 0) caveats.push("Nobody is left alone, so nobody knows what would have happened without the flow.");
  if (ratio.alarm)
    caveats.push(
      "The sides are not as large as they should be by the draw. Something other than the flow makes them differ: the lift cannot be trusted, and nothing is stopped by it.",
    );
  const goals = versions.filter(({ version }) => counted.versions.includes(version)).map((one) => one.definition.goal);
  if (goals.some((goal) => !isDeepStrictEqual(goal, goals[0])))
    caveats.push("The goal was another one in an earlier version that is counted here. Begin the report later to compare by one goal.");
  if (treated.people + held.people > 0 && definition.goal !== null && treated.closed.people + held.closed.people === 0)
    caveats.push("Nobody's time for the goal is over yet, so there are no rates.");
  return caveats;
}
