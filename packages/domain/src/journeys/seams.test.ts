import { expect, test } from "vitest";
import type { JourneyInstance } from "./instances.ts";
import { handOffDetails, piecesOf, type JourneyMark } from "./mark-interactions.ts";
import { crossingsOf } from "./seams.ts";

const minute = 60_000;
const say = (
  at: number,
  actor: JourneyMark["actor"],
  properties: Record<string, string> = {},
  channel: JourneyMark["channel"] = "chat",
): JourneyMark => ({
  at: at * minute,
  isEntry: at === 0,
  node: null,
  isContact: false,
  isFriction: false,
  channel,
  actor,
  ...handOffDetails({ at, channel, actor, properties }),
  revenue: 0,
});
const instance = (marks: JourneyMark[], end: string | null = null): JourneyInstance => ({
  startedAt: 0,
  endedAt: null,
  end,
  visits: [],
  moves: [],
  marks,
});
const handOver = { from: "bot", to: "human", fromTeam: "Assistant", toTeam: "Support", team: "Assistant" };
const problem = "The board report mixes euros and pesos. Help!";
const week = 7 * 24 * 60;

test("an announced hand-off and its arrival are one, and what was said again is seen", () => {
  const marks = [
    say(0, "customer", { text: problem }),
    say(1, "bot", { team: "Assistant" }),
    say(2, "bot", handOver),
    say(20, "agent", { team: "Support" }),
    say(22, "customer", { text: `As I told the bot: ${problem}` }),
  ];
  const found = crossingsOf(instance(marks), [], 60 * minute);
  expect(found.map(({ seam, at, arrivedAt }) => [seam, at / minute, (arrivedAt ?? 0) / minute])).toEqual([
    ["actor:bot>human", 2, 20],
    ["team:Assistant>Support", 2, 20],
  ]);
  expect(found.every((one) => one.isRetold && one.isRepeated && one.state === "arrived")).toBe(true);
});

test("an announced hand-off that nobody takes up waits for a week, or until the instance ends, and is lost", () => {
  const marks = [say(0, "bot", handOver), say(5, "customer")];
  const states = (end: string | null, asOf: number) => crossingsOf(instance(marks, end), [], asOf * minute).map((one) => one.state);
  expect(states(null, 60)).toEqual(["pending", "pending"]);
  expect(states(null, week + 1)).toEqual(["lost", "lost"]);
  expect(states("$expired", 60)).toEqual(["lost", "lost"]);
});

test("a change of channel is a hand-off; to be back within a week after it is a repeat", () => {
  const marks = [say(0, "customer"), say(5, "customer", {}, "email"), say(6, "system", {}, "sms"), say(9, "agent", {}, "email")];
  const repeated = (...contacts: number[]) =>
    crossingsOf(
      instance(marks),
      contacts.map((at) => at * minute),
      1e12,
    ).filter((one) => one.isRepeated).length;
  expect(crossingsOf(instance(marks), [], 1e12).map((one) => one.seam)).toEqual(["channel:chat>email"]);
  expect([repeated(), repeated(5), repeated(6), repeated(5 + week), repeated(6 + week)]).toEqual([0, 0, 1, 1, 0]);
});

test("pieces of a text are long enough not to come again by chance", () => {
  expect(piecesOf("No. The Board report mixes euros: yes; again and again and again")).toEqual([
    "the board report mixes euros",
    "again and again and again",
  ]);
});
