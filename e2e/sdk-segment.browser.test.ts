import { ProductError } from "@throughline/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openSite, type Site, type Visit } from "./support/open-site.ts";
import { startCollector, type RunningCollector } from "./support/start-collector.ts";

let site: Site;
let collector: RunningCollector;
let visit: Visit;

beforeAll(async () => {
  site = await openSite(
    `import { AnalyticsBrowser } from "@segment/analytics-next"; window.load = (settings, options) => (window.analytics = AnalyticsBrowser.load(settings, options));`,
    "<h1>Pricing</h1>",
  );
});
afterAll(() => site.close());
beforeEach(async () => {
  collector = await startCollector();
  visit = await site.visit("/pricing?utm_source=news&utm_campaign=spring");
});
afterEach(async () => {
  await visit.context.close();
  await collector.close();
});

/** Starts the SDK with its CDN moved to the collector and nothing else, then runs code that calls `analytics`. */
const run = (code: string, options: object = {}) =>
  visit.page.evaluate(`(() => { load({ writeKey: "wk_test", cdnURL: "${collector.host}" }, ${JSON.stringify(options)}); ${code} })()`);
const taken = (count: number) => vi.waitFor(() => expect(collector.messages()).toHaveLength(count), 20_000);
const ofType = (type: string) => collector.messages().find((message) => message.type === type);

describe("Segment's browser SDK, by its CDN host alone", () => {
  test("has its calls taken, with page, campaign and one anonymous visitor who becomes a user", async () => {
    await run(`analytics.page("Pricing"); analytics.track("Plan Chosen", { plan: "pro" }); analytics.alias("u1");`);
    await taken(3);
    await visit.page.evaluate(
      `analytics.identify("u1", { email: "ada@example.com" }); analytics.group("acme", { seats: 3 }); analytics.track("Invite Sent"); null`,
    );
    await taken(6);
    const [anonymousId] = new Set(collector.messages().map((message) => message.anonymousId));
    expect(anonymousId).toMatch(/^[0-9a-f-]{36}$/);
    expect(collector.messages().every((message) => message.anonymousId === anonymousId)).toBe(true);
    expect(ofType("page")).toMatchObject({
      name: "Pricing",
      userId: null,
      properties: { path: "/pricing" },
      context: {
        page: { path: "/pricing", title: "Page /pricing" },
        campaign: { source: "news", name: "spring" },
        locale: "de-DE",
        timezone: "Europe/Berlin",
        userAgent: expect.stringContaining("Chrome"),
        library: { name: "analytics.js" },
      },
    });
    expect(ofType("identify")).toMatchObject({ userId: "u1", traits: { email: "ada@example.com" } });
    expect(ofType("group")).toMatchObject({ userId: "u1", groupId: "acme", traits: { seats: 3 } });
    expect(ofType("alias")).toMatchObject({ userId: "u1", previousId: anonymousId });
    expect(
      collector
        .messages()
        .filter((message) => message.type === "track")
        .map(({ name, userId }) => [name, userId]),
    ).toEqual(
      expect.arrayContaining([
        ["Plan Chosen", null],
        ["Invite Sent", "u1"],
      ]),
    );
    expect(visit.problems).toEqual([]);
    expect(visit.requests.every((request) => request.includes(collector.host))).toBe(true);
  });
  test("sends batches, also those of a page that is left", async () => {
    await run(`analytics.track("A"); analytics.track("B"); analytics.track("C");`, {
      integrations: { "Segment.io": { deliveryStrategy: { strategy: "batching", config: { size: 2, timeout: 600_000 } } } },
    });
    await taken(2);
    await visit.page.goto("about:blank");
    await taken(3);
    expect(collector.messages().map((message) => message.name)).toEqual(["A", "B", "C"]);
    expect(collector.requests.filter(({ method }) => method === "POST").map(({ url }) => url)).toEqual(["/v1/b", "/v1/b"]);
  });
  test.each([
    ["a log that is too far behind", new ProductError("unavailable", "Too far behind.", { retryAfterSeconds: 1 })],
    ["sending too fast", new ProductError("rate_limited", "Too fast.", { retryAfterSeconds: 1 })],
  ])("sends again after %s, under the same message id", async (_why, refusal) => {
    collector.refuseNext(refusal);
    await run(`analytics.track("X");`);
    await taken(1);
    expect(collector.messages()[0]?.messageId).toBe(collector.refusedMessages()[0]?.messageId);
  });
});

/** Segment's snippet 5.2.1, shortened to what it does: a queue of calls, and a script tag. The CDN is the only change. */
const snippet = (cdn: string) => `
  const queue = (window.analytics = []);
  queue._writeKey = "wk_test";
  for (const method of ["page", "track", "identify"]) queue[method] = (...args) => queue.push([method, ...args]);
  const script = document.createElement("script");
  script.async = true;
  script.setAttribute("data-global-segment-analytics-key", "analytics");
  script.src = "${cdn}/analytics.js/v1/wk_test/analytics.min.js";
  document.head.append(script);
  analytics.page(); analytics.track("From Snippet"); null`;

test("Segment's snippet loads the SDK from the collector, and the calls it queued are taken", async () => {
  const identified = await site.visit("/home?ajs_uid=u9");
  try {
    await identified.page.evaluate(snippet(collector.host));
    await vi.waitFor(
      () =>
        expect(
          collector
            .messages()
            .map(({ type }) => type)
            .sort(),
        ).toEqual(["identify", "page", "track"]),
      20_000,
    );
    expect(ofType("track")).toMatchObject({ name: "From Snippet", properties: {} });
    expect(ofType("identify")).toMatchObject({ userId: "u9" });
    expect(identified.problems).toEqual([]);
    expect(identified.requests.every((request) => request.includes(collector.host))).toBe(true);
    expect(identified.requests.some((request) => request.includes("/analytics-next/bundles/queryString"))).toBe(true);
  } finally {
    await identified.context.close();
  }
});
