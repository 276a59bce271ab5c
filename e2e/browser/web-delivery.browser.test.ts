/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SentEvent } from "./recording-collector.ts";
import { openSdkStage } from "./sdk-stage.ts";
import type { SdkStage, Visitor } from "./sdk-stage.ts";

const quiet = { pageViews: false, autocapture: false };
const names = (events: SentEvent[]) => events.map(({ event }) => event).sort();
const trackAll = (page: Page, events: string[]) =>
  page.evaluate(async (all) => {
    for (const event of all) window.throughline.track(event);
    await window.throughline.flush();
  }, events);

/** Leaves a page as one does without network; some browsers let beacons through where tests took the network away. */
const leaveOffline = async (page: Page) => {
  await page.evaluate(() => Object.defineProperty(navigator, "sendBeacon", { value: () => false }));
  await page.goto("about:blank");
};

let stage: SdkStage;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openSdkStage({ backForwardCache: true });
  for (const path of ["/", "/second"]) stage.serve(path, "<h1>A page</h1>");
  stage.serveDocument("/bare-too", "<!doctype html><title>No SDK here either</title>");
  stage.serveDocument("/bare", "<!doctype html><title>No SDK here</title>");
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

test("what happens without network arrives once when the network is back", async () => {
  const page = await visitor.open("/", quiet);
  await visitor.context.setOffline(true);
  await trackAll(page, ["A", "B"]);
  await trackAll(page, ["C"]);
  expect(visitor.collector.requests).toEqual([]);
  await visitor.context.setOffline(false);
  await visitor.collector.until((events) => events.length >= 3);
  await trackAll(page, ["D"]);
  expect(names(visitor.collector.accepted())).toEqual(["A", "B", "C", "D"]);
});

test("what a page could not send before it was left is sent by the next one", async () => {
  const page = await visitor.open("/", quiet);
  const times = await page.evaluate(() => Date.now());
  await visitor.context.setOffline(true);
  await trackAll(page, ["A", "B"]);
  await leaveOffline(page);
  await visitor.context.setOffline(false);
  await page.goto(`${stage.site}/second`);
  await visitor.start(page, quiet);
  const events = await visitor.collector.until((all) => all.length >= 2);
  expect(names(events)).toEqual(["A", "B"]);
  expect(events[0]?.context.page.path).toBe("/");
  expect(Date.parse(events[0]!.timestamp)).toBeGreaterThanOrEqual(times);
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("tl_queue")));
});

test("an overloaded collector gets the same events again, under the same ids", async () => {
  visitor.collector.answers.push({ status: 503 }, { status: 500 });
  const page = await visitor.open("/", quiet);
  await trackAll(page, ["A", "B"]);
  const [first, second, third] = await visitor.collector.untilRequests(3);
  expect(first!.batch).toHaveLength(2);
  expect(second!.batch).toEqual(first!.batch);
  expect(third!.batch).toEqual(first!.batch);
});

test("a collector that asks for patience is left alone by every tab, then gets everything", async () => {
  await visitor.context.clock.install();
  visitor.collector.answers.push({ status: 429, headers: { "retry-after": "120" } });
  const page = await visitor.open("/", quiet);
  await trackAll(page, ["A"]);
  const other = await visitor.open("/second", quiet);
  await trackAll(other, ["B"]);
  await page.clock.runFor(110_000);
  await trackAll(page, ["C"]);
  await trackAll(other, ["D"]);
  expect(visitor.collector.requests.map(({ batch }) => names(batch))).toEqual([["A"]]);
  await page.clock.runFor(15_000);
  await visitor.collector.until((events) => events.length >= 4);
  expect(names(visitor.collector.accepted())).toEqual(["A", "B", "C", "D"]);
});

test("of a refused batch only what the answer names is dropped", async () => {
  visitor.collector.answers.push({ status: 400, body: { rejected: [{ index: 1, code: "invalid_input", message: "no" }] } });
  const page = await visitor.open("/", quiet);
  await trackAll(page, ["A", "Bad", "C"]);
  expect(visitor.collector.requests.map(({ batch }) => names(batch))).toEqual([
    ["A", "Bad", "C"],
    ["A", "C"],
  ]);
});

test("a page that is left hands its last events to a beacon, which the next page confirms under the same ids", async () => {
  const page = await visitor.open("/", { ...quiet, flushAfterMs: 60_000 });
  await page.evaluate(() => window.throughline.track("Leaving"));
  await page.goto(`${stage.site}/bare`);
  const [beacon] = await visitor.collector.untilRequests(1);
  expect(beacon).toMatchObject({ contentType: "text/plain;charset=UTF-8", batch: [{ event: "Leaving" }], writeKey: "wk_test" });
  await page.goto(`${stage.site}/second`);
  await visitor.start(page, quiet);
  const [, confirmed] = await visitor.collector.untilRequests(2);
  expect(confirmed!.batch).toEqual(beacon!.batch);
});

test("a page that is only hidden sends at once", async () => {
  const page = await visitor.open("/", { ...quiet, flushAfterMs: 60_000 });
  await page.evaluate(() => {
    window.throughline.track("Hidden");
    Object.defineProperty(document, "hidden", { get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const [request] = await visitor.collector.untilRequests(1);
  expect(request).toMatchObject({ contentType: "text/plain", batch: [{ event: "Hidden" }] });
});

test("a page that comes back from the back/forward cache goes on, and counts as viewed again", async () => {
  const page = await visitor.open("/");
  await page.evaluate(() => {
    window.throughline.page();
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    window.throughline.track("While Leaving");
    window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  const events = await visitor.collector.until((all) => new Set(all.map(({ messageId }) => messageId)).size === 3);
  expect(new Set(events.map(({ type, event, messageId }) => `${event ?? type} ${messageId}`)).size).toBe(3);
  expect(names(events)).toContain("While Leaving");
});

test("the SDK does not keep a page out of the back/forward cache", async ({ skip }) => {
  const page = await visitor.context.newPage();
  const comesBack = async (path: string, settle: () => Promise<unknown>) => {
    await page.goto(stage.site + path);
    await settle();
    await page.evaluate(() => window.addEventListener("pageshow", ({ persisted }) => persisted && (document.title = "Restored")));
    await page.goto(`${stage.site}/bare`);
    await page.evaluate(() => void setTimeout(() => history.back()));
    await page.waitForFunction((expected) => location.pathname === expected, path);
    return page.waitForFunction(() => document.readyState === "complete" && document.title).then((title) => title.jsonValue());
  };
  if ((await comesBack("/bare-too", async () => undefined)) !== "Restored") skip("This browser has no back/forward cache.");
  expect(await comesBack("/", () => visitor.start(page))).toBe("Restored");
});

test("two tabs never send the same event, nor both what a third one left behind", async () => {
  const [first, second, third] = [await visitor.open("/", quiet), await visitor.open("/", quiet), await visitor.open("/", quiet)];
  await visitor.context.setOffline(true);
  await trackAll(first, ["A1", "A2"]);
  await trackAll(second, ["B1", "B2"]);
  await trackAll(third, ["C1", "C2"]);
  await leaveOffline(third);
  await visitor.context.setOffline(false);
  await visitor.collector.until((events) => new Set(names(events)).size === 6);
  await trackAll(first, ["A3"]);
  await trackAll(second, ["B3"]);
  expect(names(visitor.collector.accepted())).toEqual(["A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2"]);
});

test("where storage is blocked, events still arrive", async () => {
  await visitor.context.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new Error("The operation is insecure.");
      },
    }),
  );
  const page = await visitor.open("/", quiet);
  await trackAll(page, ["A", "B"]);
  const events = visitor.collector.accepted();
  expect(names(events)).toEqual(["A", "B"]);
  expect(events[0]?.anonymousId).toBe(events[1]?.anonymousId);
});

test("a batch larger than a keepalive request may be still arrives, and so does a text of wide characters", async () => {
  const page = await visitor.open("/", quiet);
  await page.evaluate(async () => {
    for (let index = 0; index < 120; index++) window.throughline.track(`Bulk ${index}`, { text: "漢字".repeat(500) });
    await window.throughline.flush();
  });
  expect(new Set(names(visitor.collector.accepted())).size).toBe(120);
});
