import { flowStepSchema } from "@throughline/contract";
import { expect, test } from "vitest";
import { messageOfStep, stepOfTask, stepOfTouch } from "./step-of-touch.ts";

const run = "019aa8c0-1111-7222-8333-444455556666";

test("a touch of a flow names its run and its step; others name none", () => {
  expect(stepOfTouch(`${run}:send_help:2`)).toEqual({ run, step: "send_help" });
  expect(stepOfTouch("march-news:42")).toBeNull();
  expect(stepOfTouch("sample:news-2026-11-01:7")).toBeNull();
});

test("so does a task of a flow, by its key", () => {
  expect(stepOfTask(`flow ${run}:ask:1`)).toEqual({ run, step: "ask" });
  expect(stepOfTask("decision 42")).toBeNull();
  expect(stepOfTask(null)).toBeNull();
});

const steps = Object.fromEntries(
  Object.entries({
    ask: { kind: "approval", title: "May we?", approved: "pause", refused: null },
    pause: { kind: "wait", wait: { for: "duration", duration: { value: 1, unit: "hour" } }, next: "send" },
    send: { kind: "message", channel: "email", template: "offer", purpose: "promotional", next: null },
    choose: {
      kind: "split",
      variants: [
        { key: "a", weight: 1, next: "send" },
        { key: "b", weight: 1, next: null },
      ],
    },
    either: { kind: "approval", title: "May we?", approved: "choose", refused: null },
  }).map(([id, step]) => [id, flowStepSchema.parse({ label: "", ...step })]),
);

test("what is approved is the message that comes next, unless it is not known yet which", () => {
  expect(messageOfStep(steps, "send")?.template).toBe("offer");
  expect(messageOfStep(steps, "ask")?.template).toBe("offer");
  expect(messageOfStep(steps, "either")).toBeNull();
  expect(messageOfStep(steps, "gone")).toBeNull();
});
