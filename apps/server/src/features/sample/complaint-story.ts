import type { Actor, Channel } from "@throughline/contract";
import type { Person } from "./account-and-person.ts";
import { HOUR, MINUTE } from "./calendar.ts";
import { NAMED_PEOPLE } from "./cast.ts";
import { record } from "./record.ts";
import type { SampleProperties } from "./sample-event.ts";
import type { World } from "./world.ts";

/** One step of the complaint; days count back from the end. `retells` marks where the story had to be told again. */
interface ComplaintStep {
  readonly daysBeforeEnd: number;
  readonly channel: Channel;
  readonly actor: Actor;
  readonly event: string;
  readonly properties: SampleProperties;
  readonly retells?: boolean;
}

const CHAT = { conversationId: "conv_cantalora", topic: "report export" } as const;
const TICKET = { ticketId: "tck_cantalora", topic: "report export", team: "Technical Support" } as const;
const CALL = { callId: "call_cantalora", topic: "report export", team: "Support", direction: "inbound" } as const;

const PROBLEM = "The occupancy report for our board mixes euros and pesos: the export says 412,000 and the dashboard says 389,500.";

const minutes = (n: number): number => (n * MINUTE) / (24 * HOUR);

const step = (
  daysBeforeEnd: number,
  channel: Channel,
  actor: Actor,
  event: string,
  properties: SampleProperties,
  retells = false,
): ComplaintStep => ({ daysBeforeEnd, channel, actor, event, properties, retells });

/** A complaint that crosses three channels and ends in public. */
export const COMPLAINT_STEPS: readonly ComplaintStep[] = [
  step(12.2, "chat", "customer", "Conversation Started", { ...CHAT, team: "Assistant", page: "/reports" }),
  step(12.2 - minutes(1), "chat", "customer", "Message Received", { ...CHAT, team: "Assistant", text: PROBLEM, language: "en" }),
  step(12.2 - minutes(1.2), "chat", "bot", "Message Sent", {
    ...CHAT,
    team: "Assistant",
    author: "Assistant",
    text: "Exports use the time zone of the workspace. Could that explain the difference?",
  }),
  step(12.2 - minutes(3), "chat", "customer", "Message Received", {
    ...CHAT,
    team: "Assistant",
    text: "No. It is the currency. Can I talk to a person?",
    language: "en",
  }),
  step(12.2 - minutes(3.2), "chat", "bot", "Conversation Handed Over", {
    ...CHAT,
    team: "Assistant",
    fromTeam: "Assistant",
    toTeam: "Support",
    from: "bot",
    to: "human",
    reason: "customer asked for a person",
    contextPassed: false,
  }),
  step(12.2 - minutes(21), "chat", "agent", "Message Sent", {
    ...CHAT,
    team: "Support",
    author: "Jamie Thackray",
    text: "Hello Marisol, I'm Jamie. Can you describe the problem once more?",
  }),
  step(
    12.2 - minutes(23),
    "chat",
    "customer",
    "Message Received",
    { ...CHAT, team: "Support", text: `As I already told the bot: ${PROBLEM}`, language: "en" },
    true,
  ),
  step(12.2 - minutes(31), "chat", "agent", "Message Sent", {
    ...CHAT,
    team: "Support",
    author: "Jamie Thackray",
    text: "This needs our technical team. Please send us an e-mail with a screenshot.",
  }),
  step(12.2 - minutes(32), "chat", "agent", "Conversation Closed", {
    ...CHAT,
    team: "Support",
    outcome: "moved to e-mail",
    settled: false,
  }),
  step(
    11.1,
    "email",
    "customer",
    "Ticket Opened",
    {
      ...TICKET,
      priority: "normal",
      subject: "Wrong totals in our board report (second attempt)",
      text: `I wrote this before. ${PROBLEM} The board meets on Thursday.\n\nMarisol Etxeberria`,
    },
    true,
  ),
  step(9.9, "email", "agent", "Ticket Replied", {
    ...TICKET,
    author: "Piotr Gawron",
    text: "Hi Marisol, which report is this about, and what did you expect to see?",
  }),
  step(9.2, "phone", "customer", "Call Started", CALL),
  step(
    9.2 - minutes(34),
    "phone",
    "agent",
    "Call Ended",
    {
      ...CALL,
      waitSeconds: 1_260,
      durationSeconds: 780,
      author: "Rosa Villarejo",
      summary: `Again: ${PROBLEM} Third time that she explains it, very upset. Promised a call back by the technical team.`,
      settled: false,
    },
    true,
  ),
  step(9.1, "email", "system", "Survey Shown", { surveyId: "csat-support", kind: "csat", trigger: "conversation settled" }),
  step(9.08, "email", "customer", "Survey Answered", {
    surveyId: "csat-support",
    kind: "csat",
    trigger: "conversation settled",
    score: 1,
    comment: "Three people, three times the same story. And still wrong.",
  }),
  step(7.9, "email", "agent", "Ticket Settled", { ...TICKET, replies: 1, hours: 76 }),
  step(7.6, "email", "customer", "Ticket Reopened", {
    ...TICKET,
    text: "Nothing is settled. The totals are still wrong and nobody has called me.",
  }),
  step(6.3, "review", "customer", "Review Posted", {
    reviewId: "rev_cantalora",
    site: "SoftwareLarder",
    rating: 1,
    title: "Three channels, no answer",
    text: "Bot, e-mail, phone: I told all of them the same story. Our board saw wrong numbers. Nobody called back.",
  }),
];

/** The person whom the complaint story is about. @throws when the cast has changed and the account is missing. */
export function complainantOf(people: readonly Person[]): Person {
  const { account, firstName } = NAMED_PEOPLE.complainant;
  const found = people.find((person) => person.account.name === account && person.firstName === firstName);
  if (!found) throw new Error(`the complaint story needs ${firstName} at ${account}`);
  return found;
}

export function planComplaint(world: World): void {
  const person = complainantOf(world.people);
  // No other survey goes to this person, so that the story stands alone.
  person.lastSurveyAt = world.calendar.endAt;
  for (const { daysBeforeEnd, channel, actor, event, properties } of COMPLAINT_STEPS) {
    const at = world.calendar.daysBeforeEnd(daysBeforeEnd);
    world.schedule(at, () => record(world, person, at, { channel, actor }, event, properties));
  }
}
