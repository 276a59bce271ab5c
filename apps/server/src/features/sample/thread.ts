import type { Channel } from "@throughline/contract";
import type { Person } from "./account-and-person.ts";
import { record } from "./record.ts";
import type { SampleProperties } from "./sample-event.ts";
import { AGENTS } from "./vocabulary/company.ts";
import type { Team } from "./vocabulary/company.ts";
import type { Language } from "./vocabulary/countries.ts";
import { fill } from "./vocabulary/phrases.ts";
import { CONNECTED_SYSTEMS, REPORT_TYPES } from "./vocabulary/product.ts";
import { TOPICS } from "./vocabulary/topics.ts";
import type { Topic } from "./vocabulary/topics.ts";
import type { World } from "./world.ts";

/** What somebody wants from us, with the words in which they say it: the same words on every channel. */
export interface Issue {
  readonly person: Person;
  readonly topic: Topic;
  readonly team: Team;
  readonly language: Language;
  readonly opening: string;
  /** How often the person already came about the same matter. */
  readonly round: number;
}

export function createIssue(person: Person, topic: Topic, round = 0): Issue {
  const { random } = person;
  const { openings, team } = TOPICS[topic];
  const language = random.chance(0.55) ? person.country.language : "en";
  const opening = fill(random.pick(openings[language]), {
    domain: `reports.${person.account.domain}`,
    source: random.pick(CONNECTED_SYSTEMS),
    report: random.pick(REPORT_TYPES).toLowerCase(),
    amount: `${random.int(12, 980)} ${person.country.currency}`,
  });
  return { person, topic, team, language, opening, round };
}

/** The issue again, for a later contact: same matter, same words. */
export function nextRound(issue: Issue): Issue {
  return { ...issue, round: issue.round + 1 };
}

/** A conversation on one channel. */
export interface Thread {
  readonly conversationId: string;
  customer(at: number, text: string): void;
  bot(at: number, text: string): void;
  agent(at: number, text: string): void;
  /** Another entry of the conversation, such as its start or a hand-over. */
  note(at: number, actor: "customer" | "agent" | "bot" | "system", event: string, properties?: SampleProperties): void;
  /** From here on another team has it. Returns the agent who takes it. */
  assign(team: Team): string;
}

/** @param firstTeam who has the conversation at its start. */
export function openThread(world: World, issue: Issue, channel: Channel, firstTeam: Team | "Assistant"): Thread {
  const { person, topic, language } = issue;
  const { random } = person;
  const conversationId = `conv_${random.hex(10)}`;
  let team: string = firstTeam;
  let author = firstTeam === "Assistant" ? "Assistant" : random.pick(AGENTS[firstTeam]);

  const note: Thread["note"] = (at, actor, event, properties = {}) =>
    record(world, person, at, { channel, actor }, event, { conversationId, topic, team, ...properties });
  const name = { name: person.firstName };

  return {
    conversationId,
    note,
    customer: (at, text) => note(at, "customer", "Message Received", { text, language }),
    bot: (at, text) => note(at, "bot", "Message Sent", { text: fill(text, name), author: "Assistant" }),
    agent: (at, text) => note(at, "agent", "Message Sent", { text: fill(text, { ...name, agent: author }), author }),
    assign(next) {
      team = next;
      author = random.pick(AGENTS[next]);
      return author;
    },
  };
}

/** The first moment from `at` on at which some agent works (London and New York offices). */
export function whenAgentsWork(world: World, at: number, issue: Issue): number {
  const { random } = issue.person;
  return Math.min(world.calendar.inOfficeHours(at, "Europe/London", random), world.calendar.inOfficeHours(at, "America/New_York", random));
}
