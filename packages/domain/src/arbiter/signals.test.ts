import { describe, expect, test } from "vitest";
import { signalsOf } from "./signals.ts";

const heard = (name: string, properties: object = {}, actor = "customer") =>
  signalsOf({ name, actor, properties: { ...properties } }).map((signal) =>
    "matter" in signal ? `${signal.matter} ${signal.effect}: ${signal.key}` : `${signal.score} ${signal.value}`,
  );

describe("what an interaction says is open", () => {
  test("conversations, tickets and calls of customers open, and close when they are settled", () => {
    expect(heard("Conversation Started", { conversationId: "c" })).toEqual(["conversation opened: conversation c"]);
    expect(heard("Ticket Opened", { ticketId: 7 })).toEqual(["conversation opened: ticket 7"]);
    expect(heard("Call Started", { callId: "x" }, "agent")).toEqual([]);
    expect(heard("Ticket Settled", { ticketId: 7 }, "agent")).toEqual(["conversation settled: ticket 7", "complaint settled: ticket 7"]);
  });
  test("closed is not settled", () =>
    expect(heard("Conversation Closed", { conversationId: "c", settled: false }, "agent")).toEqual([
      "conversation opened: conversation c",
      "complaint noted: conversation c",
    ]));
  test("what is named one, comes back, or is a bad review is a complaint", () => {
    expect(heard("Ticket Opened", { ticketId: "7", category: "Complaint" })).toContain("complaint opened: ticket 7");
    expect(heard("Ticket Reopened", { ticketId: "7" })).toContain("complaint opened: ticket 7");
    expect(heard("Review Posted", { reviewId: "r", rating: 1 })).toEqual(["review 1", "complaint opened: review r"]);
    expect(heard("Review Posted", { reviewId: "r", rating: 4 })).toEqual(["review 4"]);
    expect(heard("Review Answered", { reviewId: "r" }, "agent")).toEqual(["complaint settled: review r"]);
  });
  test("scores are those that were answered with a number", () => {
    expect(heard("Survey Answered", { kind: "nps", score: 3 })).toEqual(["nps 3"]);
    expect(heard("Survey Answered", { kind: "open", score: 3 })).toEqual([]);
    expect(heard("Survey Dismissed", { kind: "nps" })).toEqual([]);
  });
  test("mail that came back for good, and topics that they left", () => {
    expect(heard("Email Bounced", { bounce: "hard" }, "system")).toEqual(["bounce opened: email"]);
    expect(heard("Email Bounced", { bounce: "soft" }, "system")).toEqual([]);
    expect(heard("Email Opened")).toEqual(["bounce settled: email"]);
    expect(heard("Email Unsubscribed", { topic: "marketing" })).toEqual(["unsubscribe opened: marketing"]);
  });
  test("of most interactions nothing", () => expect([heard("Page Viewed"), heard("toString"), heard("constructor")]).toEqual([[], [], []]));
});
