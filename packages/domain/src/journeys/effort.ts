import { completedNode } from "@throughline/contract";
import type { JourneyInstance } from "./instances.ts";
import type { JourneyMark } from "./mark-interactions.ts";

/** Back within this time, it is the same matter. */
export const repeatWithinMs = 7 * 86_400_000;

/** What an instance cost the customer, and what they paid. */
export type Effort = { contacts: number; switches: number; repeats: number; friction: number; revenue: number };

/** The interactions between which a change of channel is one: what customers, agents and bots did, without automatic messages and friction. */
export const talkOf = (marks: readonly JourneyMark[]): JourneyMark[] => marks.filter((mark) => mark.actor !== "system" && !mark.isFriction);

/**
 * Contacts; changes of channel between consecutive interactions; repeats: contacts within 7 days after another of the same instance, for the matter has to be told again;
 * friction events; the sum of what was paid.
 */
export function effortOf({ marks }: JourneyInstance): Effort {
  const contacts = marks.filter((mark) => mark.isContact);
  const talk = talkOf(marks);
  return {
    contacts: contacts.length,
    switches: talk.filter((mark, index) => index > 0 && talk[index - 1]?.channel !== mark.channel).length,
    repeats: contacts.filter((mark, index) => index > 0 && mark.at - (contacts[index - 1] as JourneyMark).at <= repeatWithinMs).length,
    friction: marks.filter((mark) => mark.isFriction).length,
    revenue: marks.reduce((sum, mark) => sum + mark.revenue, 0),
  };
}

/** Whether the customer got in touch again within 7 days after the goal. Null: not completed, or the seven days are not over and nothing has come yet. */
export function cameBack(instance: JourneyInstance, history: readonly JourneyMark[], asOf: number): boolean | null {
  const { end, endedAt } = instance;
  if (end !== completedNode || endedAt === null) return null;
  const isBack = history.some((mark) => mark.isContact && mark.at > endedAt && mark.at <= endedAt + repeatWithinMs && mark.at < asOf);
  return isBack || endedAt + repeatWithinMs < asOf ? isBack : null;
}
