import type { FlowDefinition } from "@throughline/contract";

/** Why the past cannot tell whom a trigger would have let in, in words; null where it can. */
export function whyNotSimulated({ trigger }: Pick<FlowDefinition, "trigger">): string | null {
  if (trigger.kind === "manual")
    return "It begins by hand or by a program: whom somebody would have let in is written nowhere in the past.";
  if (trigger.kind === "segment" && trigger.of === "account")
    return "It begins when an account comes into a segment, or leaves it. The past is run person by person, and when accounts as a whole would have come or gone is not computed of it. Live it works: people come in from when it is published.";
  return null;
}
