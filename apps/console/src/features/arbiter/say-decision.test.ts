import type { Verdict } from "@throughline/contract";
import { expect, test } from "vitest";
import { ownReason, sayAnswer, touchTitle, verdictsInOrder } from "./say-decision.ts";
import { sayEvidence } from "./say-evidence.ts";

const verdict = (rule: Verdict["rule"], says: Verdict["verdict"], evidence: Verdict["evidence"] = {}): Verdict => ({
  rule,
  verdict: says,
  sentence: `${rule} says ${says}.`,
  evidence,
  until: null,
});

test("an answer names the rule that decided, and until when", () => {
  expect(sayAnswer({ answer: "now", rule: null, at: null }, "UTC")).toBe("Allowed");
  expect(sayAnswer({ answer: "no", rule: "consent", at: null }, "UTC")).toBe("Held back by Consent");
  expect(sayAnswer({ answer: "later", rule: "quiet_hours", at: "2026-03-11T07:00:00Z" }, "Europe/Berlin")).toBe(
    "Put off by Quiet hours until 11 Mar 2026, 08:00",
  );
  expect(sayAnswer({ answer: "task", rule: "ownership", at: null }, "UTC")).toBe("A person decides");
});

test("what speaks against a touch stands first, the rule that decided at the top", () => {
  const verdicts = [verdict("expiry", "allow"), verdict("consent", "deny"), verdict("cap", "wait"), verdict("gap", "allow")];
  const { against, allowing } = verdictsInOrder(verdicts, "cap");
  expect(against.map(({ rule }) => rule)).toEqual(["cap", "consent"]);
  expect(allowing.map(({ rule }) => rule)).toEqual(["expiry", "gap"]);
});

test("a reason that a verdict gives already is not said twice", () => {
  expect(ownReason({ reason: "cap says wait.", verdicts: [verdict("cap", "wait")] })).toBeNull();
  expect(ownReason({ reason: "Every rule allows it.", verdicts: [verdict("cap", "allow")] })).toBe("Every rule allows it.");
});

test("a touch without a title is called by what it is", () => {
  expect(touchTitle({ kind: "message", purpose: "promotional", channel: "email" })).toBe("Promotional message by E-mail");
  expect(touchTitle({ kind: "survey", purpose: "survey", channel: "in_app" })).toBe("Survey by In-app");
});

test("what a rule found is told in short parts", () => {
  expect(sayEvidence(verdict("cap", "wait", { caps: [{ name: "Promotion", used: 2, max: 2 }] }), "UTC")).toEqual(["Promotion 2 of 2"]);
  expect(sayEvidence(verdict("holdout", "deny", { draws: [{ of: "everything", share: 0.1, held: true }] }), "UTC")).toEqual([
    "in the 10 % of everything",
  ]);
  expect(sayEvidence(verdict("consent", "deny", { asked: ["product-news", "marketing"] }), "UTC")).toEqual([
    "looked for: product-news, marketing",
  ]);
  expect(sayEvidence(verdict("ownership", "person", { stakes: "high", tiers: ["enterprise"] }), "UTC")).toEqual([
    "high stakes",
    "tier enterprise",
  ]);
});
