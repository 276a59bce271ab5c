import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openSite, type Site } from "./support/open-site.ts";
import { startCollector, type RunningCollector } from "./support/start-collector.ts";

let site: Site;
let collector: RunningCollector;
beforeAll(async () => {
  site = await openSite(`import { jitsuAnalytics } from "@jitsu/js"; window.jitsuAnalytics = jitsuAnalytics;`, "<h1>Pricing</h1>");
  collector = await startCollector();
});
afterAll(async () => {
  await site.close();
  await collector.close();
});

test("Jitsu's browser SDK has its calls taken by host alone, with page, campaign and one anonymous visitor who becomes a user", async () => {
  const visit = await site.visit("/pricing?utm_source=news&utm_campaign=spring");
  await visit.page.evaluate(`(async () => {
    const jitsu = jitsuAnalytics({ host: "${collector.host}", writeKey: "wk_test:any" });
    await jitsu.page();
    await jitsu.track("Plan Chosen", { plan: "pro" });
    await jitsu.identify("u1", { email: "ada@example.com" });
    await jitsu.group("acme", { seats: 3 });
    await jitsu.track("Invite Sent");
  })()`);
  await vi.waitFor(() => expect(collector.messages()).toHaveLength(5), 20_000);
  expect(collector.messages().map(({ type, name, userId }) => [type, name, userId])).toEqual([
    ["page", null, null],
    ["track", "Plan Chosen", null],
    ["identify", null, "u1"],
    ["group", null, "u1"],
    ["track", "Invite Sent", "u1"],
  ]);
  expect(new Set(collector.messages().map(({ anonymousId }) => anonymousId)).size).toBe(1);
  expect(collector.messages()[0]?.anonymousId).toBeTruthy();
  expect(collector.messages()[0]).toMatchObject({
    properties: { path: "/pricing" },
    context: {
      page: { path: "/pricing", title: "Page /pricing" },
      campaign: { source: "news", name: "spring" },
      locale: "de-DE",
      userAgent: expect.stringContaining("Chrome"),
    },
  });
  expect(collector.messages()[3]).toMatchObject({ groupId: "acme", traits: { seats: 3 } });
  expect(visit.problems).toEqual([]);
});
