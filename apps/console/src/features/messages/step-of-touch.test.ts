import { expect, test } from "vitest";
import { stepOfTouch } from "./step-of-touch.ts";

test("a touch of a flow names its run and its step; others name none", () => {
  expect(stepOfTouch("019aa8c0-1111-7222-8333-444455556666:send_help:2")).toEqual({
    run: "019aa8c0-1111-7222-8333-444455556666",
    step: "send_help",
  });
  expect(stepOfTouch("march-news:42")).toBeNull();
  expect(stepOfTouch("sample:news-2026-11-01:7")).toBeNull();
});
