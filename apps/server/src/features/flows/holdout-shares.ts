import type { ArbiterRules, FlowDefinition } from "@throughline/contract";

/** Who is drawn at all: a flow that only sends what people wait for leaves nobody alone, unless it says so itself. */
export function sharesOf(definition: FlowDefinition, { holdout }: ArbiterRules): { share: number; shareOfAll: number } {
  const messages = Object.values(definition.steps).flatMap((step) => (step.kind === "message" ? [step.purpose] : []));
  const isExempt = messages.length > 0 && !messages.some((purpose) => holdout.purposes.includes(purpose));
  if (isExempt) return { share: definition.holdout ?? 0, shareOfAll: 0 };
  return { share: definition.holdout ?? holdout.flowShare, shareOfAll: holdout.share };
}
