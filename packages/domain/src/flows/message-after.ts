import type { FlowStep } from "@throughline/contract";

const mostSteps = 50;

/** The message that comes of a step: its own, or the first after an approval that depends on nothing else; null where none does, or where it is not known yet which. */
export function messageAfter(
  steps: Readonly<Record<string, FlowStep>>,
  id: string,
): { id: string; step: Extract<FlowStep, { kind: "message" }> } | null {
  let at: string | null = id;
  for (let count = 0; at !== null && count < mostSteps; count++) {
    const step: FlowStep | undefined = Object.hasOwn(steps, at) ? steps[at] : undefined;
    if (!step) return null;
    if (step.kind === "message") return { id: at, step };
    at = step.kind === "approval" ? step.approved : step.kind === "wait" || step.kind === "change" ? step.next : null;
  }
  return null;
}
