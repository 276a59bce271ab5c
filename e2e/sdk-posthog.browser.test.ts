import { ProductError } from "@throughline/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openSite, type Site, type Visit } from "./support/open-site.ts";
import { startCollector, type RunningCollector } from "./support/start-collector.ts";

let site: Site;
let collector: RunningCollector;
let visit: Visit;

beforeAll(async () => {
  site = await openSite(
    `import posthog from "posthog-js"; window.posthog = posthog;`,
    `<a id=report href="#report">Open <b>report</b></a> <button id=share aria-label="Share report"><svg width=20 height=20><rect width=20 height=20></svg></button>`,
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

/** Starts the SDK with its host moved to the collector; as it keeps silent in browsers driven by tests, it is told not to. */
const run = (code: string) =>
  visit.page.evaluate(
    `(async () => { await new Promise((loaded) => posthog.init("wk_test", { api_host: "${collector.host}", opt_out_useragent_filter: true, loaded })); ${code} })()`,
  );
const named = (name: string) => collector.messages().find((message) => message.name === name);
const ofType = (type: string) => collector.messages().filter((message) => message.type === type);
const eventually = (assertion: () => void) => vi.waitFor(assertion, 30_000);

describe("PostHog's browser SDK, by its host alone", () => {
  test("has page views, clicks, events and people taken: an anonymous visitor becomes a user, and another one after signing out", async () => {
    await run(`posthog.capture("Plan Chosen", { plan: "pro" });`);
    await eventually(() => expect(ofType("page")).toHaveLength(1));
    // Clicks are captured once the settings came.
    await eventually(() => expect(collector.requests.some(({ url }) => url.startsWith("/flags/"))).toBe(true));
    await visit.page.click("#report");
    await visit.page.click("#share");
    await visit.page.evaluate(
      `posthog.identify("u1", { email: "ada@example.com" }, { first_plan: "free" }); posthog.group("company", "acme", { seats: 3 }); posthog.capture("Invite Sent"); posthog.reset(); posthog.capture("Later");`,
    );
    await eventually(() => expect(named("Later")).toBeDefined());

    const device = ofType("page")[0]?.anonymousId;
    expect(ofType("page")[0]).toMatchObject({
      userId: null,
      properties: { path: "/pricing", title: "Page /pricing" },
      context: {
        page: { path: "/pricing" },
        campaign: { source: "news", name: "spring" },
        locale: "de-DE",
        timezone: "Europe/Berlin",
        userAgent: expect.stringContaining("Chrome"),
        library: { name: "web" },
        sessionId: expect.any(String),
      },
    });
    expect(named("Plan Chosen")).toMatchObject({ userId: null, anonymousId: device, properties: { plan: "pro" } });
    expect(
      collector
        .messages()
        .filter(({ name }) => name === "Element Clicked")
        .map(({ properties }) => [properties["label"], properties["tag"]]),
    ).toEqual([
      ["Open", "a"],
      ["Share report", "button"],
    ]);
    expect(ofType("identify")[0]).toMatchObject({
      userId: "u1",
      anonymousId: device,
      traits: { email: "ada@example.com" },
      traitsOnce: { first_plan: "free", initial_utm_source: "news" },
    });
    expect(ofType("group")[0]).toMatchObject({ userId: "u1", groupId: "acme", traits: { seats: 3 } });
    expect(named("Invite Sent")).toMatchObject({ userId: "u1", context: { groupId: "acme" } });
    expect(named("Later")?.userId).toBeNull();
    expect(named("Later")?.anonymousId).not.toBe(device);
    expect(Object.keys(named("Invite Sent")?.properties ?? {})).toEqual([]);
    expect(collector.quarantined()).toEqual([]);
    expect(visit.problems).toEqual([]);
    expect(visit.requests.every((request) => request.includes(collector.host))).toBe(true);
  });
  test("tells code that waits for flags that there are none", async () => {
    const flags = await visit.page.evaluate(
      `new Promise((told) => posthog.init("wk_test", { api_host: "${collector.host}", loaded: (loaded) => loaded.onFeatureFlags(told) }))`,
    );
    expect(flags).toEqual([]);
  });
  test("sends what is left when the page is left, as a beacon", async () => {
    await run("");
    await eventually(() => expect(ofType("page")).toHaveLength(1));
    await visit.page.evaluate(`posthog.capture("Last Word")`);
    await visit.page.goto("about:blank");
    await eventually(() => expect(named("Page Left")).toBeDefined());
    expect(named("Last Word")).toBeDefined();
  });
  test("sends again after 503, under the same message id", async () => {
    collector.refuseNext(new ProductError("unavailable", "Too far behind.", { retryAfterSeconds: 1 }));
    await run(`posthog.set_config({ capture_pageleave: false });`);
    await eventually(() => expect(ofType("page")).toHaveLength(1));
    expect(ofType("page")[0]?.messageId).toBe(collector.refusedMessages()[0]?.messageId);
  });
});
