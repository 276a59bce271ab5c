import { HOUR, MINUTE, SECOND } from "./calendar.ts";
import { openThread, whenAgentsWork } from "./thread.ts";
import type { Issue, Thread } from "./thread.ts";
import { AGENT_ASKS_AGAIN, AGENT_KNOWS, ASK_FOR_PERSON, BOT_GREETINGS, RETELLING, sayIn, THANKS } from "./vocabulary/phrases.ts";
import { TOPICS } from "./vocabulary/topics.ts";
import type { World } from "./world.ts";

/**
 * The seam between bot and people. What the customer wrote reaches the agent in 45 of 100 hand-overs; those whose words were lost
 * mostly have to explain again. Together: 0.45 · 0.12 + 0.55 · 0.59 = 38 %.
 */
export const BOT_SEAM = { contextPassed: 0.45, retellsWithContext: 0.12, retellsWithoutContext: 0.59 } as const;

/** How a contact ended: `mood` is how pleased the person is (0 to 1), `next` what happens to the matter. */
export interface ContactOutcome {
  readonly at: number;
  readonly settled: boolean;
  readonly mood: number;
  readonly handledBy: "bot" | "human" | "nobody";
}

/** A chat: the bot first, then perhaps a person. */
export function chat(world: World, issue: Issue, startAt: number, page: string): ContactOutcome {
  const { person, topic, opening, language } = issue;
  const { random } = person;
  const texts = TOPICS[topic];
  const thread = openThread(world, issue, "chat", "Assistant");
  let at = startAt;
  const later = (from: number, to: number): number => (at += random.between(from, to) * SECOND);

  thread.note(at, "customer", "Conversation Started", { page });
  thread.customer(later(4, 30), opening);
  thread.bot(later(1, 3), random.pick(BOT_GREETINGS));
  thread.bot(later(1, 4), random.pick(texts.botAnswers));
  const rounds = random.int(0, 2);
  for (let i = 0; i < rounds; i++) {
    // The last detail is kept for the agent: only those who tell the story again repeat themselves after the hand-over.
    thread.customer(later(15, 120), random.pick(texts.details.slice(0, -1)));
    thread.bot(later(1, 4), random.pick(texts.botAnswers));
  }
  // The bot knows nothing of what release 4.12 broke, and people who come back do not want to hear it again.
  const containable = topic === "domain verification" ? 0.26 : 0.5;
  if (random.chance(issue.round > 0 ? containable / 2 : containable)) return endWithBot(thread, issue, later);

  thread.customer(later(10, 90), sayIn(language, ASK_FOR_PERSON, random));
  return handOver(world, thread, issue, at);
}

function endWithBot(thread: Thread, issue: Issue, later: (from: number, to: number) => number): ContactOutcome {
  const { random } = issue.person;
  const content = random.chance(0.62);
  if (content) thread.customer(later(20, 200), sayIn(issue.language, THANKS, random));
  const at = later(60, 900);
  thread.note(at, "bot", "Conversation Closed", { outcome: content ? "answered" : "abandoned", settled: content });
  return { at, settled: content, mood: content ? 0.74 : 0.35, handledBy: "bot" };
}

function handOver(world: World, thread: Thread, issue: Issue, from: number): ContactOutcome {
  const { person, topic, team } = issue;
  const { random } = person;
  const contextPassed = random.chance(BOT_SEAM.contextPassed);
  const asked = from + random.between(1, 6) * SECOND;
  const answered = whenAgentsWork(world, asked, issue) + random.exponential(6) * MINUTE + 20 * SECOND;
  const reason = random.weighted([
    ["customer asked for a person", 46],
    ["assistant not sure", 30],
    ["topic reserved for people", 14],
    ["customer upset", 10],
  ]);
  thread.note(asked, "bot", "Conversation Handed Over", {
    fromTeam: "Assistant",
    toTeam: team,
    from: "bot",
    to: "human",
    reason,
    contextPassed,
  });

  const waited = answered - asked;
  if (random.chance(waited > 2 * HOUR ? 0.4 : 0.06)) {
    const gone = asked + Math.min(waited, random.between(6, 40) * MINUTE);
    thread.note(gone, "system", "Conversation Closed", { outcome: "left while waiting", settled: false });
    return { at: gone, settled: false, mood: 0.15, handledBy: "nobody" };
  }
  thread.assign(team);
  const retells = random.chance(contextPassed ? BOT_SEAM.retellsWithContext : BOT_SEAM.retellsWithoutContext);
  let at = answered;
  const later = (fromSeconds: number, toSeconds: number): number => (at += random.between(fromSeconds, toSeconds) * SECOND);
  thread.agent(at, random.pick(retells ? AGENT_ASKS_AGAIN : AGENT_KNOWS));
  if (retells) thread.customer(later(20, 240), sayIn(issue.language, RETELLING, random) + issue.opening);
  else if (random.chance(0.6)) thread.customer(later(20, 200), TOPICS[topic].details.at(-1) as string);
  thread.agent(later(60, 600), random.pick(TOPICS[topic].agentAnswers));
  return endWithPerson(thread, issue, later, retells);
}

function endWithPerson(thread: Thread, issue: Issue, later: (from: number, to: number) => number, retold: boolean): ContactOutcome {
  const { random } = issue.person;
  const annoyance = (retold ? 0.24 : 0) + issue.round * 0.12;
  if (random.chance(0.1) && issue.team !== "Customer Success") {
    const at = later(30, 200);
    const toTeam = issue.team === "Technical Support" ? "Support" : "Technical Support";
    thread.note(at, "agent", "Conversation Handed Over", {
      fromTeam: issue.team,
      toTeam,
      from: "human",
      to: "human",
      reason: "another team knows better",
      contextPassed: true,
    });
    thread.assign(toTeam);
    thread.agent(later(200, 2_400), random.pick(TOPICS[issue.topic].agentAnswers));
  }
  const settled = random.chance(issue.topic === "domain verification" ? 0.66 : 0.8);
  if (settled) thread.customer(later(60, 900), sayIn(issue.language, THANKS, random));
  const at = later(60, 1_200);
  thread.note(at, "agent", "Conversation Closed", { outcome: settled ? "answered" : "moved to e-mail", settled });
  return { at, settled, mood: (settled ? 0.9 : 0.4) - annoyance, handledBy: "human" };
}
