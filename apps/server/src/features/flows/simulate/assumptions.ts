import type { FlowDefinition } from "@throughline/contract";
import { mostOfProfile } from "./timeline-of-people.ts";

/** What the past does not tell about such a flow, and what is taken for granted instead: in sentences, for those who read the numbers. */
export function assumptionsOf({ steps, goal }: FlowDefinition): string[] {
  const kinds = new Set(Object.values(steps).map(({ kind }) => kind));
  const assumptions = [
    "People did what they did in fact, without what the flow would have sent them: it cannot tell what that would have changed.",
    "Nobody was in the flow at the beginning, and nobody had been in it before.",
    "Traits are as they were stated until then; what no call ever stated counts as it is now, as do e-mail addresses, phone numbers and static segments.",
    "The arbiter's rules are those of now. Touches of others count as they were sent in fact.",
  ];
  if (kinds.has("task")) assumptions.push("Tasks end with their first outcome when they are due, or a day later.");
  if (kinds.has("approval")) assumptions.push("Everything that needs approval is approved when that is due, or a day later.");
  if (kinds.has("webhook")) assumptions.push("Calls are answered with status 200 and nothing in it.");
  if (kinds.has("flow")) assumptions.push("Other flows that it starts are not run.");
  if (kinds.has("message"))
    assumptions.push("Touches that a person would have had to decide about count as held back, and go on as if the answer had been yes.");
  if (goal) assumptions.push("Goals count as far as the end of the time that is looked at.");
  assumptions.push(
    `Of each identifier of a person the latest ${mostOfProfile.toLocaleString("en")} interactions that matter are looked at.`,
  );
  return assumptions;
}
