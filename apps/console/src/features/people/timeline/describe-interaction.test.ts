import { describe, expect, test } from "vitest";
import { describeInteraction, type Story } from "./describe-interaction.ts";
import { identityChanges } from "./identity-changes.ts";
import { interaction } from "./interaction.fixture.ts";

const story: Story = { changes: new Map(), accountName: () => null };
const titleOf = (rest: Parameters<typeof interaction>[0]) => describeInteraction(interaction(rest), story).title;

describe("a page view", () => {
  test("is called by its name, else its title, else its path", () => {
    expect(titleOf({ kind: "page", name: "Pricing" })).toBe("Viewed Pricing");
    expect(titleOf({ kind: "page", name: "Page Viewed", context: { title: "Plans", path: "/plans" } })).toBe("Viewed Plans");
    expect(titleOf({ kind: "page", name: "Page Viewed", properties: { path: "/plans" } })).toBe("Viewed /plans");
  });
});

describe("an event", () => {
  test("of the usual vocabulary is a sentence", () => {
    const { title, detail } = describeInteraction(
      interaction({ name: "Invoice Paid", properties: { amount: 546, currency: "EUR", plan: "growth" } }),
      story,
    );
    expect([title, detail]).toEqual(["Paid 546 EUR", "growth"]);
  });

  test("keeps its name when the sentence lacks a word", () => {
    expect(titleOf({ name: "Invoice Paid", properties: { plan: "growth" } })).toBe("Invoice Paid");
  });

  test("that nobody knows shows its first plain properties, no ids and no long texts", () => {
    const { title, detail } = describeInteraction(
      interaction({ name: "Dragon Fed", properties: { dragonId: "d1", food: "sheep", story: "x".repeat(100), isHungry: false } }),
      story,
    );
    expect([title, detail]).toEqual(["Dragon Fed", "food sheep · is hungry no"]);
  });

  test("says durations as durations", () => {
    expect(
      describeInteraction(interaction({ name: "Call Ended", properties: { durationSeconds: 780, waitSeconds: 75 } }), story).detail,
    ).toBe("13 min · waited 1 min 15 s");
  });

  test("about consent says what was allowed and refused", () => {
    expect(titleOf({ name: "Consent Updated", properties: { purposes: { marketing: true, ads: false, analytics: true } } })).toBe(
      "Allowed marketing, analytics, refused ads",
    );
    expect(titleOf({ name: "Consent Updated", properties: { purposes: {} } })).toBe("Consent Updated");
  });

  test("called like something built-in is still only an event", () => {
    expect(titleOf({ name: "constructor" })).toBe("constructor");
    expect(titleOf({ name: "toString" })).toBe("toString");
  });
});

describe("what an identify call says", () => {
  const first = interaction({ kind: "identify", name: "Identified", properties: { plan: "starter", city: "Oslo" } });
  const second = interaction({ kind: "identify", name: "Identified", properties: { plan: "growth", city: "Oslo" } });
  const third = interaction({ kind: "identify", name: "Identified", properties: { plan: "growth" } });
  const known: Story = { ...story, changes: identityChanges([third, second, first]) };

  test("is who they are, the first time", () => {
    expect(describeInteraction(first, known)).toMatchObject({ title: "Told who they are", detail: "plan, city" });
  });
  test("is what changed, later", () => {
    expect(describeInteraction(second, known).title).toBe("Plan changed from starter to growth");
  });
  test("is nothing new when nothing changed", () => {
    expect(describeInteraction(third, known)).toMatchObject({ title: "Was recognised", detail: "nothing new" });
  });
});

describe("colour", () => {
  const toneOf = (rest: Parameters<typeof interaction>[0]) => describeInteraction(interaction(rest), story).tone;
  test("marks what bleeds", () => {
    expect(toneOf({ name: "Payment Form Failed" })).toBe("bleed");
    expect(toneOf({ name: "Conversation Handed Over", properties: { contextPassed: false } })).toBe("bleed");
    expect(toneOf({ name: "Survey Answered", properties: { kind: "nps", score: 6 } })).toBe("bleed");
    expect(toneOf({ name: "Review Posted", properties: { rating: 2 } })).toBe("bleed");
  });
  test("marks what heals", () => {
    expect(toneOf({ name: "Subscription Renewed" })).toBe("good");
    expect(toneOf({ name: "Conversation Closed", properties: { settled: true } })).toBe("good");
  });
  test("leaves the rest alone", () => {
    expect(toneOf({ name: "Report Viewed" })).toBe("neutral");
    expect(toneOf({ name: "Survey Answered", properties: { kind: "nps", score: 7 } })).toBe("neutral");
    expect(toneOf({ kind: "page", name: "Payment Failed" })).toBe("neutral");
  });
});

test("what was said on a channel where people speak is a message", () => {
  expect(describeInteraction(interaction({ channel: "chat", properties: { text: "Hello", author: "Jamie" } }), story).message).toEqual({
    text: "Hello",
    author: "Jamie",
    subject: null,
  });
  expect(describeInteraction(interaction({ channel: "web", properties: { text: "Save" } }), story).message).toBeNull();
});
