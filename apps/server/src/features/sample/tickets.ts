import type { ContactOutcome } from "./chat.ts";
import { HOUR, MINUTE } from "./calendar.ts";
import { record } from "./record.ts";
import { whenAgentsWork } from "./thread.ts";
import type { Issue } from "./thread.ts";
import { AGENTS } from "./vocabulary/company.ts";
import { fill, MAIL_CLOSINGS, RETELLING, sayIn } from "./vocabulary/phrases.ts";
import { TOPICS } from "./vocabulary/topics.ts";
import type { World } from "./world.ts";

/** A ticket, by mail or by the form in the help centre: opened, answered, settled, sometimes opened again. */
export function ticket(world: World, issue: Issue, openedAt: number): ContactOutcome {
  const { person, topic, team } = issue;
  const { random } = person;
  const ticketId = `tck_${random.hex(8)}`;
  const channel = random.chance(0.72) ? "email" : "support";
  const customer = { channel, actor: "customer" } as const;
  const agent = { channel: "email", actor: "agent" } as const;
  const author = random.pick(AGENTS[team]);
  const closing = fill(random.pick(MAIL_CLOSINGS), { name: person.firstName });
  const retold = issue.round > 0 ? sayIn(issue.language, RETELLING, random) : "";
  const priority = random.weighted([
    ["normal", 70],
    ["high", 22],
    ["urgent", 8],
  ]);

  record(world, person, openedAt, customer, "Ticket Opened", {
    ticketId,
    topic,
    team,
    priority,
    subject: topic[0]?.toUpperCase() + topic.slice(1),
    text: `${retold}${issue.opening}\n\n${closing}`,
  });
  let at = openedAt;
  let replies = 0;
  const rounds = 1 + random.poisson(0.6);
  for (let round = 0; round < rounds; round++) {
    at = whenAgentsWork(world, at + random.exponential(priority === "normal" ? 5 : 2) * HOUR + 4 * MINUTE, issue);
    const text = fill(random.pick(TOPICS[topic].agentAnswers), { name: person.firstName });
    record(world, person, at, agent, "Ticket Replied", { ticketId, topic, team, text, author });
    replies++;
    if (round === rounds - 1) break;
    at = world.calendar.inOfficeHours(at + random.exponential(4) * HOUR + 3 * MINUTE, person.timezone, random);
    const detail = `${random.pick(TOPICS[topic].details)}\n\n${closing}`;
    record(world, person, at, { channel: "email", actor: "customer" }, "Ticket Replied", {
      ticketId,
      topic,
      team,
      text: detail,
      author: person.firstName,
    });
    replies++;
  }
  at += random.between(0.2, 20) * HOUR;
  const hours = Math.round((at - openedAt) / HOUR);
  record(world, person, at, { channel: "support", actor: "agent" }, "Ticket Settled", { ticketId, topic, team, replies, hours });
  const slow = Math.min(0.3, hours / 200);
  if (!random.chance(0.09)) return { at, settled: true, mood: 0.8 - slow - issue.round * 0.1, handledBy: "human" };

  at += random.between(3, 90) * HOUR;
  record(world, person, at, { channel: "email", actor: "customer" }, "Ticket Reopened", { ticketId, topic, team, text: issue.opening });
  at = whenAgentsWork(world, at + random.exponential(6) * HOUR, issue);
  record(world, person, at, agent, "Ticket Replied", { ticketId, topic, team, text: random.pick(TOPICS[topic].agentAnswers), author });
  at += random.between(1, 30) * HOUR;
  record(world, person, at, { channel: "support", actor: "agent" }, "Ticket Settled", {
    ticketId,
    topic,
    team,
    replies: replies + 1,
    hours: Math.round((at - openedAt) / HOUR),
  });
  return { at, settled: true, mood: 0.35, handledBy: "human" };
}
