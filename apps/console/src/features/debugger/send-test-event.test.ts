import { expect, test } from "vitest";
import { toCurl, toMessage } from "./send-test-event.ts";

test("without a user id it comes from a device of its own", () => {
  expect(toMessage({ event: "Test Event", userId: "", properties: {} })).toEqual({
    anonymousId: "throughline-test-event",
    event: "Test Event",
    properties: {},
  });
  expect(toMessage({ event: "Test Event", userId: "u1", properties: {} })).not.toHaveProperty("anonymousId");
});

test("a quotation mark in the event does not end the command's own", () => {
  expect(toCurl("http://localhost:4400", "wk_1", { event: "It's done", userId: "u1", properties: {} })).toContain(
    `"event":"It'\\''s done"`,
  );
});
