import { Analytics as CustomerIo } from "@customerio/cdp-analytics-node";
import { ProductError } from "@throughline/contract";
import { jitsuAnalytics } from "@jitsu/js";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics as Segment } from "@segment/analytics-node";
import { PostHog } from "posthog-node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startCollector, type RunningCollector } from "./support/start-collector.ts";

let collector: RunningCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

const taken = (count: number) => vi.waitFor(() => expect(collector.messages()).toHaveLength(count), 10_000);
const message = (type: string, name?: string) => {
  const found = collector.messages().find((candidate) => candidate.type === type && (name === undefined || candidate.name === name));
  if (!found) throw new Error(`No ${type} message was taken.`);
  return found;
};
const refuseOnce = () => collector.refuseNext(new ProductError("unavailable", "Processing is too far behind.", { retryAfterSeconds: 1 }));
/** One event came twice, under one message id, and was taken once. */
function expectSentAgain(): void {
  const [first] = collector.refusedMessages();
  expect(first?.messageId).toBeTruthy();
  expect(collector.messages().map(({ messageId }) => messageId)).toEqual([first?.messageId]);
}

describe("Segment's node SDK, by host alone", () => {
  const open = (more: object = {}) => new Segment({ writeKey: "wk_test", host: collector.host, ...more });

  test("has all six calls taken as they were made", async () => {
    const sdk = open();
    sdk.identify({ userId: "u1", anonymousId: "a1", traits: { email: "ada@example.com" } });
    sdk.track({ userId: "u1", event: "Report Shared", properties: { pages: 3 }, context: { locale: "de-DE", ip: "5.5.5.5" } });
    sdk.page({ anonymousId: "a1", name: "Pricing", properties: { path: "/pricing" } });
    sdk.screen({ userId: "u1", name: "Settings" });
    sdk.group({ userId: "u1", groupId: "acme", traits: { seats: 3 } });
    sdk.alias({ previousId: "old", userId: "u1" });
    await sdk.closeAndFlush();

    expect(collector.messages()).toHaveLength(6);
    expect(message("identify")).toMatchObject({ userId: "u1", anonymousId: "a1", traits: { email: "ada@example.com" } });
    expect(message("track")).toMatchObject({
      name: "Report Shared",
      userId: "u1",
      properties: { pages: 3 },
      context: { locale: "de-DE", library: { name: "@segment/analytics-node" } },
    });
    expect(message("track").context).not.toHaveProperty("ip");
    expect(message("page")).toMatchObject({ name: "Pricing", anonymousId: "a1", userId: null });
    expect(message("screen")).toMatchObject({ name: "Settings" });
    expect(message("group")).toMatchObject({ groupId: "acme", traits: { seats: 3 } });
    expect(message("alias")).toMatchObject({ userId: "u1", previousId: "old" });
  });
  test("sends again after 503, under the same message id", async () => {
    refuseOnce();
    const sdk = open();
    sdk.track({ userId: "u1", event: "X" });
    await sdk.closeAndFlush();
    expectSentAgain();
    expect(collector.requests.map(({ status, headers }) => [status, headers["x-retry-count"]])).toEqual([
      [503, undefined],
      [200, "1"],
    ]);
  });
  test("is told of a wrong key", async () => {
    const errors: unknown[] = [];
    const sdk = open({ writeKey: "wk_wrong", maxRetries: 0 });
    sdk.on("error", (error) => errors.push(error));
    sdk.track({ userId: "u1", event: "X" });
    await sdk.closeAndFlush();
    expect(errors).toHaveLength(1);
    expect(collector.requests.map(({ status }) => status)).toEqual([401]);
  });
});

describe("RudderStack's node SDK, by its data plane alone", () => {
  const open = () => new RudderAnalytics("wk_test", { dataPlaneUrl: collector.host, flushInterval: 20, flushAt: 20 });

  test("has its gzip, labelled as a form, taken", async () => {
    const sdk = open();
    sdk.identify({ userId: "u1", traits: { email: "ada@example.com" } });
    sdk.track({ userId: "u1", event: "Report Shared", properties: { pages: 3 } });
    sdk.group({ userId: "u1", groupId: "acme", traits: { seats: 3 } });
    sdk.alias({ previousId: "old", userId: "u1" });
    await taken(4);
    expect(message("identify")).toMatchObject({ userId: "u1", traits: { email: "ada@example.com" } });
    expect(message("track")).toMatchObject({ name: "Report Shared", properties: { pages: 3 } });
    expect(message("group")).toMatchObject({ groupId: "acme", traits: { seats: 3 } });
    expect(message("alias")).toMatchObject({ previousId: "old" });
    expect(collector.requests[0]?.headers).toMatchObject({ "content-encoding": "gzip" });
  });
  test("sends again after 503, under the same message id", async () => {
    refuseOnce();
    open().track({ userId: "u1", event: "X" });
    await taken(1);
    expectSentAgain();
    await vi.waitFor(() => expect(collector.requests.map(({ status }) => status)).toEqual([503, 200]));
  });
});

describe("Customer.io's node SDK, by host alone", () => {
  const open = () => new CustomerIo({ writeKey: "wk_test", host: collector.host });

  test("has its calls taken", async () => {
    const sdk = open();
    sdk.identify({ userId: "u1", traits: { email: "ada@example.com" } });
    sdk.track({ userId: "u1", event: "Report Shared" });
    sdk.page({ anonymousId: "a1", name: "Pricing" });
    await sdk.closeAndFlush();
    expect(collector.messages().map(({ type, userId, anonymousId, name }) => [type, userId, anonymousId, name])).toEqual([
      ["identify", "u1", null, null],
      ["track", "u1", null, "Report Shared"],
      ["page", null, "a1", "Pricing"],
    ]);
  });
  test("sends again after 503, under the same message id", async () => {
    refuseOnce();
    const sdk = open();
    sdk.track({ userId: "u1", event: "X" });
    await sdk.closeAndFlush();
    expectSentAgain();
  });
});

describe("PostHog's node SDK, by host alone", () => {
  const open = () => new PostHog("wk_test", { host: collector.host, flushAt: 100, fetchRetryDelay: 10 });

  test("has events, people, aliases and groups taken", async () => {
    const sdk = open();
    sdk.identify({ distinctId: "u1", properties: { $set: { email: "ada@example.com" }, $set_once: { first_plan: "free" } } });
    sdk.capture({
      distinctId: "u1",
      event: "Report Shared",
      properties: { pages: 3, $set: { plan: "pro" } },
      groups: { company: "acme" },
      uuid: "01a20028-385f-7202-9873-3b4e2e09bbc4",
    });
    sdk.alias({ distinctId: "u1", alias: "old" });
    sdk.groupIdentify({ groupType: "company", groupKey: "acme", properties: { seats: 3 }, distinctId: "u1" });
    sdk.captureException(new TypeError("x is null"), "u1");
    await sdk.shutdown();
    await taken(6);
    expect(message("identify")).toMatchObject({
      userId: "u1",
      anonymousId: null,
      traits: { email: "ada@example.com" },
      traitsOnce: { first_plan: "free" },
    });
    expect(message("track", "Report Shared")).toMatchObject({
      userId: "u1",
      messageId: "01a20028-385f-7202-9873-3b4e2e09bbc4",
      properties: { pages: 3 },
      context: { groupId: "acme", library: { name: "posthog-node" } },
    });
    expect(collector.messages().filter(({ type }) => type === "identify")[1]).toMatchObject({ traits: { plan: "pro" } });
    expect(message("alias")).toMatchObject({ userId: "u1", previousId: "old" });
    expect(message("group")).toMatchObject({ userId: "u1", groupId: "acme", traits: { seats: 3 } });
    expect(message("track", "Exception")).toMatchObject({ userId: "u1", properties: { type: "TypeError", message: "x is null" } });
  });
  test("is told that there are no flags", async () => {
    const sdk = open();
    expect(await sdk.getAllFlags("u1")).toEqual({});
    expect((await sdk.evaluateFlags("u1")).isEnabled("new-report")).toBe(false);
    await sdk.shutdown();
  });
  test("sends again after 503, under the same message id", async () => {
    refuseOnce();
    const sdk = open();
    sdk.capture({ distinctId: "u1", event: "X" });
    await sdk.shutdown();
    expectSentAgain();
    expect(collector.requests.map(({ status }) => status)).toEqual([503, 200]);
  });
});

describe("Jitsu's SDK on a server, by host alone", () => {
  test.each([false, true])("has its calls taken (server to server: %s)", async (s2s) => {
    const sdk = jitsuAnalytics({ host: collector.host, writeKey: "wk_test:any", s2s });
    await sdk.identify("u1", { email: "ada@example.com" });
    await sdk.track("Report Shared", { pages: 3 });
    await sdk.page({ url: "https://shop.test/pricing?utm_source=news" });
    await sdk.group("acme", { seats: 3 });
    expect(collector.messages().map(({ type }) => type)).toEqual(["identify", "track", "page", "group"]);
    expect(message("identify")).toMatchObject({ userId: "u1", traits: { email: "ada@example.com" } });
    expect(message("track")).toMatchObject({ name: "Report Shared", userId: "u1", properties: { pages: 3 } });
    expect(message("page").properties).toMatchObject({ url: "https://shop.test/pricing?utm_source=news", path: "/pricing" });
    expect(message("group")).toMatchObject({ groupId: "acme", traits: { seats: 3 } });
    expect(new Set(collector.messages().map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(collector.requests.every(({ url }) => url.startsWith(s2s ? "/api/s/s2s/" : "/api/s/"))).toBe(true);
  });
});
