import type { FlowDefinition, FlowIssue, FlowStep } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { blankDefinition, blankStep } from "../graph/blank-step.ts";
import { issuesByStep, sortIssues } from "./flow-words.ts";
import { stepDetail, wayWords } from "./step-words.ts";
import { entryWords, goalWords, triggerTitle } from "./trigger-words.ts";

const step = (kind: FlowStep["kind"], changes: object = {}) => ({ ...blankStep(kind), ...changes }) as FlowStep;

describe("steps", () => {
  test("say in a line what they do", () => {
    const waits = { wait: { for: "event", event: { event: "Domain Verified" }, timeout: { value: 2, unit: "day" } } };
    expect(stepDetail(step("wait", waits))).toBe("at most 2 days");
    expect(stepDetail(step("wait", { ...waits, label: "Try" }))).toBe("until Domain Verified, at most 2 days");
    expect(stepDetail(step("message"))).toBe("no template yet · service");
    expect(stepDetail(step("change", { traits: [{ trait: "nudged", value: true }], addTo: ["vips"] }))).toBe("nudged = true, into vips");
    expect(stepDetail(step("change"))).toBe("nothing yet");
  });

  test("every way says why one goes it", () => {
    const waits = step("wait", { wait: { for: "event", event: { event: "A" }, timeout: { value: 2, unit: "day" } } });
    expect([wayWords(waits, "next"), wayWords(waits, "timedOut")]).toEqual(["came", "not within 2 days"]);
    expect(wayWords(step("wait"), "next")).toBe("");
    expect([wayWords(step("branch"), "case:0"), wayWords(step("branch"), "otherwise")]).toEqual(["yes", "otherwise"]);
    expect([wayWords(step("split"), "variant:a"), wayWords(step("split"), "variant:b")]).toEqual(["A · 50 %", "B · 50 %"]);
    expect(wayWords(step("task", { outcomes: [{ outcome: "Reached: at last", next: null }] }), "outcome:Reached: at last")).toBe(
      "Reached: at last",
    );
    expect([wayWords(step("message"), "next"), wayWords(step("message", { heldIs: "edge" }), "held")]).toEqual(["", "held back"]);
    const call = step("webhook", { answers: [{ label: "", when: { path: "$status", op: "eq", value: 404 }, next: null }] });
    expect(wayWords(call, "answer:0")).toBe("$status is 404");
    expect(wayWords(undefined, "next")).toBe("");
  });
});

describe("triggers", () => {
  const stage = { kind: "stage", journey: "setup", stage: "verify", on: "stalled", after: { value: 2, unit: "day" } } as const;
  test("say how somebody gets in", () => {
    expect(triggerTitle(stage)).toBe("Stalled at verify for 2 days");
    expect(triggerTitle({ kind: "segment", of: "person", segment: "vip", on: "left" }, () => "VIPs")).toBe("Leaves VIPs");
    expect(triggerTitle({ kind: "segment", of: "account", segment: "big", on: "entered" }, () => "Big ones")).toBe(
      "Account enters Big ones",
    );
    expect(triggerTitle({ kind: "manual" })).toBe("Let in by hand");
  });

  test("and who, and how often", () => {
    const flow: FlowDefinition = { ...blankDefinition, trigger: stage };
    expect(entryWords(flow)).toBe("once");
    const again = { ...flow.entry, again: "after" as const, after: { value: 30, unit: "day" as const }, who: { consent: "marketing" } };
    expect(entryWords({ ...flow, entry: again })).toBe("again after 30 days · if consented to marketing");
    expect(goalWords({ event: { event: "Verified" }, within: { value: 14, unit: "day" } })).toBe("Verified within 14 days");
  });
});

test("the worst that is wrong with a step is shown on it, errors first", () => {
  const issue = (severity: FlowIssue["severity"], at: string | null): FlowIssue => ({
    severity,
    code: "invalid",
    step: at,
    field: null,
    message: "",
  });
  const issues = [issue("warning", "a"), issue("error", "a"), issue("warning", null), issue("warning", "b")];
  expect(Object.fromEntries(issuesByStep(issues, "trigger"))).toEqual({ a: "error", trigger: "warning", b: "warning" });
  expect(sortIssues(issues)[0]).toMatchObject({ severity: "error" });
});
