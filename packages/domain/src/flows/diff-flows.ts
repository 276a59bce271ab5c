import {
  describeDuration,
  describePredicate,
  predicateSchema,
  type FlowDefinition,
  type FlowDifference,
  type FlowStep,
} from "@throughline/contract";
import { describeFlowGoal, describeTrigger } from "./describe-flow.ts";
import { canonicalText } from "./memory.ts";

const isSame = (a: unknown, b: unknown): boolean => canonicalText(a) === canonicalText(b);
const wholeFields = ["trigger", "entry", "exit", "goal", "holdout", "stopOnHarm", "start", "mostVisits"] as const;

/** What differs between two definitions, field by field; where steps stand on the canvas is no difference. */
export function diffFlows(before: FlowDefinition, after: FlowDefinition): FlowDifference[] {
  const ofFlow = wholeFields.flatMap((field): FlowDifference[] =>
    isSame(before[field], after[field])
      ? []
      : [{ what: "changed", step: null, field, before: wordsOf(before, field), after: wordsOf(after, field) }],
  );
  const ids = [...new Set([...Object.keys(before.steps), ...Object.keys(after.steps)])];
  return [...ofFlow, ...ids.flatMap((id) => diffStep(id, before.steps[id], after.steps[id]))];
}

function diffStep(step: string, before: FlowStep | undefined, after: FlowStep | undefined): FlowDifference[] {
  if (before === undefined || after === undefined || before.kind !== after.kind) {
    const gone: FlowDifference[] = before ? [{ what: "removed", step, field: "kind", before: titleOf(before), after: null }] : [];
    return after ? [...gone, { what: "added", step, field: "kind", before: null, after: titleOf(after) }] : gone;
  }
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return Object.keys({ ...was, ...is }).flatMap((field): FlowDifference[] =>
    isSame(was[field], is[field]) ? [] : [{ what: "changed", step, field, before: textOf(was[field]), after: textOf(is[field]) }],
  );
}

const titleOf = ({ kind, label }: FlowStep): string => (label === "" ? kind : `${kind}: ${label}`);

function wordsOf(definition: FlowDefinition, field: (typeof wholeFields)[number]): string | null {
  if (field === "trigger") return describeTrigger(definition.trigger);
  if (field === "goal") return definition.goal === null ? null : describeFlowGoal(definition.goal);
  return textOf(definition[field]);
}

/** A value in words: durations and predicates as sentences, the rest as it is written. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if ("value" in value && "unit" in value) return describeDuration(value as Parameters<typeof describeDuration>[0]);
  const predicate = predicateSchema.safeParse(value);
  return predicate.success ? describePredicate(predicate.data) : JSON.stringify(value);
}
