import { describe, expect, test } from "vitest";
import { groupTimeline } from "./group-timeline.ts";
import { atMinutes, interaction } from "./interaction.fixture.ts";

const sizes = (days: ReturnType<typeof groupTimeline>) =>
  days.map(({ date, sessions }) => [date, ...sessions.map(({ channel, entries }) => `${channel} ${entries.length}`)]);

test("a day ends where it ends in the workspace's time zone", () => {
  const entries = [interaction({ at: "2026-03-10T23:30:00Z" }), interaction({ at: "2026-03-10T22:30:00Z" })];
  expect(groupTimeline(entries, "Europe/Berlin").map(({ date }) => date)).toEqual(["2026-03-11", "2026-03-10"]);
  expect(groupTimeline(entries, "UTC").map(({ date }) => date)).toEqual(["2026-03-10"]);
});

describe("what belongs together", () => {
  test("without a session id, everything on a channel until a pause of more than 30 minutes", () => {
    expect(sizes(groupTimeline(atMinutes([0, 20, 50, 81, 90]), "UTC"))).toEqual([["2026-03-10", "web 2", "web 3"]]);
  });

  test("with a session id, that session, however long its pauses", () => {
    expect(sizes(groupTimeline(atMinutes([0, 100, 300], { sessionId: "s1" }), "UTC"))).toEqual([["2026-03-10", "web 3"]]);
  });

  test("a chat during a visit stays one chat beside one visit", () => {
    const visit = atMinutes([0, 10, 20], { sessionId: "s1" });
    const chat = atMinutes([5, 15], { channel: "chat", properties: { conversationId: "c1" } });
    const entries = [...visit, ...chat].toSorted((a, b) => b.at.localeCompare(a.at));
    expect(sizes(groupTimeline(entries, "UTC"))).toEqual([["2026-03-10", "web 3", "chat 2"]]);
  });

  test("two people never share a session", () => {
    const entries = [...atMinutes([1], { personId: "p_1" }), ...atMinutes([0], { personId: "p_2" })];
    expect(sizes(groupTimeline(entries, "UTC"))).toEqual([["2026-03-10", "web 1", "web 1"]]);
  });
});

test("two messages make a thread, one does not", () => {
  const message = { channel: "chat", name: "Message Sent", properties: { conversationId: "c1", text: "Hello" } } as const;
  expect(groupTimeline(atMinutes([0, 1], message), "UTC")[0]?.sessions[0]?.isThread).toBe(true);
  expect(groupTimeline(atMinutes([0], message), "UTC")[0]?.sessions[0]?.isThread).toBe(false);
});

test("every interaction is in exactly one session", () => {
  const entries = atMinutes(Array.from({ length: 200 }, (_, i) => i * 37)).map((one, i) => ({
    ...one,
    sessionId: i % 3 === 0 ? null : `s${i % 5}`,
  }));
  const grouped = groupTimeline(entries, "Europe/Berlin").flatMap(({ sessions }) =>
    sessions.flatMap((session) => session.entries.map(({ id }) => id)),
  );
  expect(grouped.toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
});
