import { describe, expect, test } from "vitest";
import { dayAfter, dueDay, dueMoment } from "./due-moment.ts";
import { dueTone, sayChange, sayDue, sayOrigin } from "./task-words.ts";

const now = new Date("2026-03-10T22:30:00Z");
const zone = "Europe/Berlin"; // 23:30 there

describe("when a task is due", () => {
  test.each([
    ["2026-03-10T22:45:00Z", "today, 23:45", "warn"],
    ["2026-03-10T23:30:00Z", "tomorrow", "neutral"],
    ["2026-03-14T09:00:00Z", "in 4 d", "neutral"],
    ["2026-04-20T09:00:00Z", "20 Apr 2026", "neutral"],
    ["2026-03-10T22:20:00Z", "due now", "bleed"],
    ["2026-03-10T20:00:00Z", "2 h late", "bleed"],
    ["2026-03-07T20:00:00Z", "3 d late", "bleed"],
  ])("%s is said by the days of the workspace: %s", (due, words, tone) => {
    expect(sayDue(due, now, zone)).toBe(words);
    expect(dueTone({ due, state: "open" }, now, zone)).toBe(tone);
    expect(dueTone({ due, state: "done" }, now, zone)).toBe("neutral");
  });

  test("a day is due at 17:00 of the workspace's clocks, in winter and in summer", () => {
    expect(dueMoment("2026-03-11", zone)).toBe("2026-03-11T16:00:00.000Z");
    expect(dueMoment("2026-07-11", zone)).toBe("2026-07-11T15:00:00.000Z");
    expect(dueMoment("2026-03-29", zone)).toBe("2026-03-29T15:00:00.000Z");
    expect(dueMoment("2026-03-11", "America/Los_Angeles")).toBe("2026-03-12T00:00:00.000Z");
    expect(dueMoment("", zone)).toBeNull();
    expect(dueDay("2026-03-11T23:30:00Z", zone)).toBe("2026-03-12");
    expect(dayAfter(now, 1, zone)).toBe("2026-03-11");
    expect(dayAfter(new Date("2026-03-10T23:30:00Z"), 1, zone)).toBe("2026-03-12");
  });
});

test("the history says who did what", () => {
  const by = "Ada";
  expect(sayChange({ by, change: "assigned", from: null, to: "Ben" }, zone)).toBe("gave it to Ben");
  expect(sayChange({ by, change: "assigned", from: "Ben", to: null }, zone)).toBe("took it from Ben");
  expect(sayChange({ by, change: "assigned", from: "Ben", to: "Ada" }, zone)).toBe("took it");
  expect(sayChange({ by, change: "assigned", from: "Ada", to: null }, zone)).toBe("gave it back");
  expect(sayChange({ by, change: "due", from: "2026-03-11T16:00:00Z", to: "2026-03-13T16:00:00Z" }, zone)).toBe(
    "moved it from 11 Mar 2026 to 13 Mar 2026",
  );
  expect(sayChange({ by, change: "edited", from: null, to: "title, why" }, zone)).toBe("changed title and the reason");
});

test("where it comes from is said", () => {
  expect(sayOrigin({ origin: { kind: "manual", ref: null }, createdBy: "Ada" })).toBe("Made by Ada");
  expect(sayOrigin({ origin: { kind: "flow", ref: "onboarding" }, createdBy: "Flow “Onboarding”" })).toBe("Made by Flow “Onboarding”");
});
