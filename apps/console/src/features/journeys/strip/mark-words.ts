import type { Actor, InstanceStrip } from "@throughline/contract";

type Mark = InstanceStrip["strip"][number]["marks"][number];
export const actorWords: Record<Actor, string> = { customer: "Customer", agent: "Agent", bot: "Bot", system: "System" };
/** What an interaction is to the journey; what needs no word has none. */
export const markWords: Record<Mark, string | null> = {
  entry: "entry",
  stage: null,
  goal: "goal",
  failure: "failure",
  contact: "contact",
  conversation: null,
  friction: "friction",
  other: null,
};
