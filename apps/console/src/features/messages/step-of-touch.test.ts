import { expect, test } from "vitest";
import { stepOfTask, stepOfTouch } from "./step-of-touch.ts";

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
