import { flowStepSchema } from "@throughline/contract";
import { expect, test } from "vitest";
import { messageAfter } from "./message-after.ts";

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
    round: { kind: "approval", title: "May we?", approved: "round", refused: null },
  }).map(([id, step]) => [id, flowStepSchema.parse({ label: "", ...step })]),
);

test("what is approved is the message that comes next, unless it is not known yet which", () => {
  expect(messageAfter(steps, "send")).toMatchObject({ id: "send", step: { template: "offer" } });
  expect(messageAfter(steps, "ask")?.id).toBe("send");
  expect(["either", "gone", "round", "constructor"].map((id) => messageAfter(steps, id))).toEqual([null, null, null, null]);
});
