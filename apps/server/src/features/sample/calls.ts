import type { Person } from "./account-and-person.ts";
import { isSilentChampion } from "./activity.ts";
import type { ContactOutcome } from "./chat.ts";
import { MINUTE, SECOND } from "./calendar.ts";
import { record } from "./record.ts";
import { whenAgentsWork } from "./thread.ts";
import type { Issue } from "./thread.ts";
import { AGENTS } from "./vocabulary/company.ts";
import { RETELLING, sayIn } from "./vocabulary/phrases.ts";
import type { World } from "./world.ts";

/** A call to support: a menu, a queue, an agent, sometimes nobody. */
export function phoneCall(world: World, issue: Issue, wantedAt: number): ContactOutcome {
  const { person, topic, team } = issue;
  const { random } = person;
  const callId = `call_${random.hex(8)}`;
  let at = whenAgentsWork(world, wantedAt, issue);
  const waitSeconds = Math.round(15 + random.exponential(140));
  const customer = { channel: "phone", actor: "customer" } as const;
  record(world, person, at, customer, "Call Started", { callId, topic, team, direction: "inbound" });
  at += waitSeconds * SECOND;
  if (waitSeconds > 420 && random.chance(0.5)) {
    record(world, person, at, customer, "Call Abandoned", { callId, topic, team, waitSeconds });
    return { at, settled: false, mood: 0.1, handledBy: "nobody" };
  }
  const durationSeconds = Math.round(90 + random.exponential(330));
  const settled = random.chance(0.78);
  const retold = issue.round > 0 ? sayIn(issue.language, RETELLING, random) : "";
  at += durationSeconds * SECOND;
  record(world, person, at, { channel: "phone", actor: "agent" }, "Call Ended", {
    callId,
    topic,
    team,
    direction: "inbound",
    waitSeconds,
    durationSeconds,
    author: random.pick(AGENTS[team]),
    summary: retold + issue.opening,
    settled,
  });
  return { at, settled, mood: (settled ? 0.85 : 0.3) - issue.round * 0.15, handledBy: "human" };
}

/** A call by the customer success manager, such as a business review or a word about the renewal. */
export function managerCall(world: World, person: Person, wantedAt: number, topic: string): void {
  const { random, account } = person;
  const at = world.calendar.inOfficeHours(wantedAt, person.timezone, random);
  const call = { callId: `call_${random.hex(8)}`, topic, team: "Customer Success", direction: "outbound" };
  const place = { channel: "phone", actor: "agent" } as const;
  record(world, person, at, place, "Call Started", call);
  if (random.chance(0.24) || isSilentChampion(person, at, world.calendar)) {
    record(world, person, at + 25 * SECOND, place, "Call Not Answered", call);
    return;
  }
  const durationSeconds = Math.round(240 + random.exponential(700));
  record(world, person, at + durationSeconds * SECOND + 0.5 * MINUTE, place, "Call Ended", {
    ...call,
    durationSeconds,
    author: account.csm,
    summary: `Talked about ${topic} with ${person.firstName}.`,
  });
}
