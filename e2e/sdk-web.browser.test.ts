/// <reference lib="dom" />
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SentEvent } from "./browser/recording-collector.ts";
import { openSdkStage } from "./browser/sdk-stage.ts";
import type { SdkStage, Visitor } from "./browser/sdk-stage.ts";

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const named = (name: string) => (events: SentEvent[]) => events.some(({ event }) => event === name);
const pathsOf = (events: SentEvent[]) => events.filter(({ type }) => type === "page").map(({ context }) => context.page.path);

let stage: SdkStage;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openSdkStage();
  stage.serve("/", "<h1>Home</h1><button>Go</button>");
  stage.serve("/second", "<h1>Second</h1>");
});
afterAll(() => stage.close());
beforeEach(async () => {
  visitor = await stage.visitor();
});
afterEach(async () => {
  const { pageErrors } = visitor;
  await visitor.leave();
  expect(pageErrors).toEqual([]);
});

test("page view, events, identity and account arrive as one visitor's, with their circumstances", async () => {
  const page = await visitor.open("/?utm_source=news&utm_campaign=spring&reset_token=verysecret#part");
  await page.evaluate(async () => {
    const { track, identify, group, alias, flush } = window.throughline;
    track("Plan Chosen", { plan: "pro" }, { messageId: "m-1", context: { channel: "web" } });
    identify("u1", { email: "anna@example.com" });
    group("acme", { name: "Acme" });
    alias("u1-new");
    await flush();
  });
  const events = await visitor.collector.until((all) => all.length >= 5);
  const [track, identify, group, alias, view] = events as [SentEvent, SentEvent, SentEvent, SentEvent, SentEvent];

  expect(track).toMatchObject({ type: "track", event: "Plan Chosen", properties: { plan: "pro" }, messageId: "m-1" });
  expect(track.userId).toBeUndefined();
  expect(identify).toMatchObject({ type: "identify", userId: "u1", traits: { email: "anna@example.com" } });
  expect(group).toMatchObject({ type: "group", userId: "u1", groupId: "acme", traits: { name: "Acme" } });
  expect(alias).toMatchObject({ type: "alias", userId: "u1-new", previousId: "u1" });
  expect(view).toMatchObject({ type: "page", userId: "u1", properties: { path: "/", title: "Page /" } });
  expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(5);
  expect(new Set(events.map(({ anonymousId }) => anonymousId)).size).toBe(1);
  expect(track.anonymousId).toMatch(uuid);
  expect(Math.abs(Date.parse(track.timestamp) - Date.now())).toBeLessThan(60_000);
  expect(track.context).toMatchObject({
    page: { url: `${stage.site}/?utm_source=news&utm_campaign=spring&reset_token=***`, path: "/", title: "Page /" },
    campaign: { source: "news", name: "spring" },
    locale: "de-DE",
    timezone: "Europe/Berlin",
    userAgent: expect.stringContaining("Chrome"),
    screen: { width: expect.any(Number), height: expect.any(Number), density: 1 },
    library: { name: "@throughline/web", version: "0.1.0" },
    channel: "web",
    sessionId: expect.stringMatching(uuid),
  });
  const [request] = visitor.collector.requests;
  expect(request).toMatchObject({ path: "/v1/batch", contentType: "application/json", writeKey: "wk_test" });
  expect(Date.parse(request!.sentAt)).toBeGreaterThan(0);
  expect(visitor.collector.requests.map(({ text }) => text).join()).not.toContain("verysecret");
});

test("the same visitor is known on the next page, from storage or from the cookie alone", async () => {
  const page = await visitor.open("/");
  const first = await page.evaluate(() => window.throughline.getAnonymousId());
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${stage.site}/second`);
  await visitor.start(page);
  expect(await page.evaluate(() => window.throughline.getAnonymousId())).toBe(first);
  await page.evaluate(() => window.throughline.track("Seen"));
  await visitor.context.clearCookies();
  await page.goto(`${stage.site}/second`);
  await visitor.start(page);
  expect(await page.evaluate(() => window.throughline.getAnonymousId())).toBe(first);
});

test("reset starts a new anonymous visitor, and another user on the device does too", async () => {
  const page = await visitor.open("/", { pageViews: false });
  const ids = await page.evaluate(async () => {
    const { identify, track, reset, flush, getAnonymousId } = window.throughline;
    const seen = [getAnonymousId()];
    identify("u1");
    seen.push(getAnonymousId());
    identify("u2");
    seen.push(getAnonymousId());
    reset();
    seen.push(getAnonymousId());
    track("After");
    await flush();
    return seen;
  });
  expect(ids[1]).toBe(ids[0]);
  expect(new Set(ids).size).toBe(3);
  const after = (await visitor.collector.until(named("After"))).at(-1);
  expect(after).toMatchObject({ anonymousId: ids[3] });
  expect(after?.userId).toBeUndefined();
});

test("a session ends after half an hour without events, and is shared by tabs", async () => {
  await visitor.context.clock.install();
  const page = await visitor.open("/", { pageViews: false });
  const other = await visitor.open("/", { pageViews: false });
  const trackAt = async (tab: typeof page, event: string) => {
    await tab.evaluate((name) => window.throughline.track(name), event);
    await tab.evaluate(() => window.throughline.flush());
    return (await visitor.collector.until(named(event))).find((sent) => sent.event === event)?.context.sessionId;
  };
  const first = await trackAt(page, "A");
  expect(await trackAt(other, "B")).toBe(first);
  await page.clock.fastForward("29:00");
  expect(await trackAt(page, "C")).toBe(first);
  await page.clock.fastForward("29:00");
  expect(await trackAt(page, "D")).toBe(first);
  await page.clock.fastForward("31:00");
  expect(await trackAt(page, "E")).not.toBe(first);
});

test("each page of a single-page application is viewed once, beside other wrappers of the history", async () => {
  const page = await visitor.open("/");
  await visitor.collector.until((events) => pathsOf(events).length === 1);
  const go = async (navigate: string, path: string) => {
    await page.evaluate(navigate);
    await visitor.collector.until((events) => pathsOf(events).at(-1) === path);
  };
  await page.evaluate(() => {
    const inner = history.pushState;
    history.pushState = function (...args) {
      document.body.dataset.pushed = String(Number(document.body.dataset.pushed ?? 0) + 1);
      return inner.apply(this, args);
    };
  });
  await go(`history.pushState({}, "", "/plans")`, "/plans");
  await page.evaluate(() => {
    history.replaceState({ scroll: 1 }, "", location.href);
    location.hash = "faq";
    history.pushState({}, "", "#faq-2");
  });
  await go(`history.pushState({}, "", "/hop"); history.replaceState({}, "", "/landed"); document.title = "Landed"`, "/landed");
  await go(`history.back(); history.back(); history.back()`, "/plans");
  await page.evaluate(() => {
    history.pushState({}, "", "/named");
    window.throughline.page("Named", { tier: 2 });
  });
  await go(`history.pushState({}, "", "/last?q=1")`, "/last");

  const views = visitor.collector.accepted().filter(({ type }) => type === "page");
  expect(pathsOf(views)).toEqual(["/", "/plans", "/landed", "/plans", "/named", "/last"]);
  expect(views[1]?.context.page.referrer).toBe(`${stage.site}/`);
  expect(views[2]?.context.page.title).toBe("Landed");
  expect(views[4]).toMatchObject({ name: "Named", properties: { tier: 2, path: "/named" } });
  expect(views[5]?.context.page.search).toBe("?q=1");
  expect(await page.evaluate(() => [document.body.dataset.pushed, history.state as unknown])).toEqual(["5", {}]);
});

test("without consent to analytics only the answer itself is stored and sent", async () => {
  const page = await visitor.open("/", { consent: { analytics: false } });
  await page.evaluate(async () => {
    const { track, identify, consent, flush } = window.throughline;
    track("Before");
    identify("u1");
    document.querySelector("button")?.click();
    await flush();
    consent({ analytics: false, marketing: false });
    track("Still Denied");
    await flush();
  });
  expect(visitor.collector.accepted().map(({ event }) => event)).toEqual(["Consent Updated"]);
  expect(visitor.collector.accepted()[0]).toMatchObject({
    type: "track",
    properties: { purposes: { analytics: false, marketing: false } },
  });
  expect(await visitor.context.cookies()).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["tl_consent"]);
});

test("consent given later starts with the page that is open, and taking it back forgets the visitor", async () => {
  const page = await visitor.open("/", { consent: { analytics: false } });
  await page.evaluate(() => window.throughline.consent({ analytics: true }));
  await visitor.collector.until((events) => pathsOf(events).length === 1);
  await page.evaluate(() => window.throughline.flush());
  const known = await page.evaluate(() => window.throughline.getAnonymousId());
  expect(new Set(visitor.collector.accepted().map(({ anonymousId }) => anonymousId))).toEqual(new Set([known]));

  await page.evaluate(async () => {
    window.throughline.track("Pending");
    window.throughline.consent({ analytics: false });
    await window.throughline.flush();
  });
  const events = visitor.collector.accepted();
  expect(events.at(-1)).toMatchObject({ event: "Consent Updated", anonymousId: known });
  expect(named("Pending")(events)).toBe(false);
  expect(await page.evaluate(() => [document.cookie, ...Object.keys(localStorage)])).toEqual(["", "tl_consent"]);

  await page.goto(`${stage.site}/second`);
  await visitor.start(page);
  await page.evaluate(async () => {
    window.throughline.track("On The Next Page");
    await window.throughline.flush();
  });
  expect(visitor.collector.accepted()).toHaveLength(events.length);
});

test("a browser that says do not track is respected where the site asks for it", async () => {
  await visitor.context.addInitScript(() => Object.defineProperty(navigator, "doNotTrack", { get: () => "1" }));
  const trackOn = async (options: object) => {
    const page = await visitor.open("/", { pageViews: false, ...options });
    await page.evaluate(async () => {
      window.throughline.track("Seen");
      await window.throughline.flush();
    });
  };
  await trackOn({ respectDoNotTrack: true });
  expect(visitor.collector.requests).toEqual([]);
  await trackOn({});
  expect(visitor.collector.accepted()).toHaveLength(1);
});
