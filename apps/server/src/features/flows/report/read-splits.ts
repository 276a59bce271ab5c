import { stepTitle, type FlowReport, type FlowStep } from "@throughline/contract";
import { compareVariants, describeFlowGoal, rateOf, sampleRatioTest, type Reached } from "@throughline/domain";
import { followGoal } from "./follow-goal.ts";
import type { ReportDeps } from "./report-deps.ts";
import type { ReportedFlow } from "./reported-flow.store.ts";
import { countVariants, drawnAt, type Bounds } from "./sides.store.ts";

type Split = Extract<FlowStep, { kind: "split" }>;
const nobody: Reached = { reached: 0, people: 0 };

/** The variants of each split, each against the first, by the split's goal or else the flow's. Those whom the flow leaves alone came to no split. */
export async function readSplits(deps: ReportDeps, workspaceId: string, flow: ReportedFlow, bounds: Bounds): Promise<FlowReport["splits"]> {
  const steps = Object.entries(flow.definition.steps).filter((entry): entry is [string, Split] => entry[1].kind === "split");
  if (steps.length === 0) return [];
  const counted = await countVariants(deps.db, workspaceId, flow.id, bounds);
  const splits: FlowReport["splits"] = [];
  for (const [id, step] of steps) {
    const { goal, variants } = step;
    const here = counted.filter(({ step }) => step === id);
    const own =
      goal && (await followGoal(deps, workspaceId, goal, await drawnAt(deps.db, workspaceId, flow.id, id, bounds), bounds.to.getTime()));
    const reached = variants.map(({ key }) => (own ? own.get(key) : here.find(({ variant }) => variant === key)?.closed) ?? nobody);
    const lifts = compareVariants(reached);
    const by = goal ?? flow.definition.goal;
    splits.push({
      step: id,
      label: stepTitle(step),
      goal: by && describeFlowGoal(by),
      variants: variants.map(({ key, label: name, weight }, index) => ({
        key,
        label: name,
        weight,
        ...rateOf(reached[index] ?? nobody),
        againstFirst: by === null ? null : (lifts[index] ?? null),
      })),
      sampleRatio: ratioOf(
        variants.map(({ key }) => here.find(({ variant }) => variant === key)?.people ?? 0),
        variants.map(({ weight }) => weight),
      ),
    });
  }
  return splits;
}

const ratioOf = (people: readonly number[], weights: readonly number[]): { pValue: number | null; alarm: boolean } => {
  const { pValue, alarm } = sampleRatioTest(people, weights);
  return { pValue, alarm };
};
