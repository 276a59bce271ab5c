import type { Person } from "./account-and-person.ts";
import type { ContactOutcome } from "./chat.ts";
import { MINUTE } from "./calendar.ts";
import { record } from "./record.ts";
import { openThread, whenAgentsWork } from "./thread.ts";
import type { Issue } from "./thread.ts";
import { RETELLING, sayIn, THANKS } from "./vocabulary/phrases.ts";
import { TOPICS } from "./vocabulary/topics.ts";
import type { World } from "./world.ts";

/** A conversation over WhatsApp or text messages: people answer from the start, in their own time. */
export function textConversation(world: World, issue: Issue, startAt: number, channel: "whatsapp" | "sms"): ContactOutcome {
  const { topic, team, opening, language, person } = issue;
  const { random } = person;
  const texts = TOPICS[topic];
  const thread = openThread(world, issue, channel, team);
  thread.note(startAt, "customer", "Conversation Started", { page: channel });
  thread.customer(startAt + 500, (issue.round > 0 ? sayIn(language, RETELLING, random) : "") + opening);
  let at = whenAgentsWork(world, startAt + random.exponential(25) * MINUTE + MINUTE, issue);
  thread.agent(at, random.pick(texts.agentAnswers));
  if (random.chance(0.5)) {
    at += random.exponential(15) * MINUTE + MINUTE;
    thread.customer(at, random.pick(texts.details));
    at = whenAgentsWork(world, at + random.exponential(15) * MINUTE + MINUTE, issue);
    thread.agent(at, random.pick(texts.agentAnswers));
  }
  const settled = random.chance(0.84);
  if (settled) {
    at += random.exponential(10) * MINUTE + MINUTE;
    thread.customer(at, sayIn(language, THANKS, random));
  }
  at += random.between(20, 200) * MINUTE;
  thread.note(at, "agent", "Conversation Closed", { outcome: settled ? "answered" : "abandoned", settled });
  return { at, settled, mood: settled ? 0.84 : 0.4, handledBy: "human" };
}

/** A code for signing in, by text message. */
export function sendSignInCode(world: World, person: Person, at: number): void {
  record(world, person, at, { channel: "sms", actor: "system" }, "Sign-in Code Sent", { purpose: "sign-in" });
}
