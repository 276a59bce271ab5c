import { beforeEach, describe, expect, test } from "vitest";
import { createTestCollector, type TestCollector } from "./collect.fixture.ts";

let collector: TestCollector;
beforeEach(async () => {
  collector = await createTestCollector();
});
const post = (url: string, payload: object) =>
  collector.app.inject({ method: "POST", url, payload, headers: { "x-write-key": "wk_test:secret" } });

describe("Jitsu's calls are taken by their path", () => {
  test.each([
    ["/api/s/track", { event: "X", userId: "u1" }, "track"],
    ["/api/s/s2s/track", { event: "X", userId: "u1" }, "track"],
    ["/api/s/page", { anonymousId: "a1", properties: {} }, "page"],
    ["/api/s/identify", { userId: "u1", traits: {} }, "identify"],
    ["/api/s/group", { userId: "u1", groupId: "acme" }, "group"],
    ["/api/s/event", { type: "screen", userId: "u1" }, "screen"],
  ])("%s", async (path, body, type) => {
    const answer = await post(path, body);
    expect([answer.statusCode, answer.json()]).toEqual([200, { success: true }]);
    expect(collector.messages().map((message) => message.type)).toEqual([type]);
  });
  test.each(["/api/s/batch", "/api/s/s2s/batch"])("%s as a batch", async (path) => {
    const answer = await post(path, { batch: [{ type: "track", event: "A", userId: "u1" }, { type: "track" }] });
    expect(answer.json()).toMatchObject({ ok: true, accepted: 1, rejected: [{ index: 1 }] });
  });
  test("as an array", async () => {
    await post("/api/s/event", [
      { type: "track", event: "A", userId: "u1" },
      { type: "page", userId: "u1" },
    ]);
    expect(collector.messages().map((message) => message.type)).toEqual(["track", "page"]);
  });
});

test("an unusable call is 400 and names the field", async () =>
  expect((await post("/api/s/track", { userId: "u1" })).json()).toMatchObject({ success: false, error: { issues: [{ field: "event" }] } }));
test("the masked key of the body is not the one that counts", async () =>
  expect((await post("/api/s/track", { event: "X", userId: "u1", writeKey: "wk_other:***" })).statusCode).toBe(200));
