import type { Person } from "./account-and-person.ts";
import { hasOwnStory } from "./activity.ts";
import { DAY, HOUR, MINUTE } from "./calendar.ts";
import { phoneCall } from "./calls.ts";
import { chat } from "./chat.ts";
import type { ContactOutcome } from "./chat.ts";
import { askSurvey } from "./surveys.ts";
import { textConversation } from "./text-messages.ts";
import { createIssue, nextRound } from "./thread.ts";
import type { Issue } from "./thread.ts";
import { ticket } from "./tickets.ts";
import type { Topic } from "./vocabulary/topics.ts";
import type { World } from "./world.ts";

type ContactChannel = "chat" | "ticket" | "phone" | "whatsapp" | "sms";

const FIRST_CHANNEL: readonly (readonly [ContactChannel, number])[] = [
  ["chat", 62],
  ["ticket", 20],
  ["phone", 8],
  ["whatsapp", 7],
  ["sms", 3],
];

const EVERYDAY_TOPICS: readonly (readonly [Topic, number])[] = [
  ["data source", 22],
  ["report export", 20],
  ["billing", 13],
  ["permissions", 15],
  ["slow reports", 12],
  ["sign-in", 9],
  ["feature request", 9],
];

/** Somebody needs us: on some channel, perhaps more than once, perhaps with a question about it afterwards. */
export function askForHelp(world: World, person: Person, at: number, topic: Topic, page: string, first?: ContactChannel): void {
  person.lastIssueAt = at;
  contact(world, createIssue(person, topic), at, first ?? person.random.weighted(FIRST_CHANNEL), page);
}

/** The questions of every day, at most one in nine days and person. */
export function maybeAskForHelp(world: World, person: Person, at: number, page: string): void {
  if (hasOwnStory(person) || at - person.lastIssueAt < 9 * DAY) return;
  const unhappy = 1.5 - person.account.health;
  if (!person.random.chance(0.062 * unhappy)) return;
  askForHelp(world, person, at, person.random.weighted(EVERYDAY_TOPICS), page);
}

function contact(world: World, issue: Issue, at: number, channel: ContactChannel, page: string): void {
  const outcome = contactOn(world, issue, at, channel, page);
  const { random } = issue.person;
  const asked = outcome.handledBy === "human" && outcome.settled && random.chance(0.75);
  if (asked) {
    const mood = outcome.mood;
    const survey = { kind: "csat", channel: channel === "chat" ? "chat" : "email", trigger: "conversation settled", mood } as const;
    askSurvey(world, issue.person, outcome.at + random.between(1, 8) * MINUTE, survey);
  }
  const back = comesBack(outcome, issue);
  if (back === undefined) return;
  // Most who come back try another door than the one that did not help.
  const next = random.weighted(FIRST_CHANNEL.filter(([other]) => other !== channel || channel === "ticket"));
  const again = world.calendar.inOfficeHours(outcome.at + back, issue.person.timezone, random);
  world.schedule(again, () => contact(world, nextRound(issue), again, outcome.settled ? next : rescue(next), page));
}

function contactOn(world: World, issue: Issue, at: number, channel: ContactChannel, page: string): ContactOutcome {
  if (channel === "chat") return chat(world, issue, at, page);
  if (channel === "ticket") return ticket(world, issue, at);
  if (channel === "phone") return phoneCall(world, issue, at);
  return textConversation(world, issue, at, channel);
}

/** What was not settled in a conversation goes on by mail or phone. */
function rescue(next: ContactChannel): ContactChannel {
  return next === "phone" ? "phone" : "ticket";
}

/** Milliseconds until the same person is back with the same matter, if they are. A bot's "answered" holds less often than a person's. */
function comesBack(outcome: ContactOutcome, issue: Issue): number | undefined {
  if (issue.round >= 2) return undefined;
  const { random } = issue.person;
  const probability = outcome.settled ? (outcome.handledBy === "bot" ? 0.22 : 0.08) : 0.62;
  if (!random.chance(probability)) return undefined;
  return Math.min(6.5 * DAY, random.exponential(outcome.settled ? 50 : 16) * HOUR + HOUR);
}
