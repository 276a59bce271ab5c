/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SentEvent } from "./recording-collector.ts";
import { openSdkStage } from "./sdk-stage.ts";
import type { SdkStage, Visitor } from "./sdk-stage.ts";

const app = `
  <style>body { min-height: 4000px } .card { cursor: pointer }</style>
  <button id="dead">Export</button> <button id="live">Refresh</button> <div class="card" id="card">Anna Secret</div> <p id="text">Only text, nothing more to it</p>
  <button id="plus" aria-label="Increase">+</button> <button id="next">Next page</button> <span><input type="number" value="3"><button id="step">one more</button></span>
  <button id="menu">Menu</button> <button id="scrolls">To the end</button> <button id="copies">Copy</button>
  <a id="self" href="/app">Here</a> <a id="file" href="/file" download>File</a> <a id="jump" href="#end">Jump</a> <a id="slow" href="/slow">Slow</a>
  <input id="field" value="secret value"> <canvas id="canvas" width="40" height="40" class="card"></canvas> <div data-private><button id="private">Secret</button></div>
  <button id="throws">Save</button> <button id="rejects">Load</button> <button id="server">Send</button> <button id="old">Fetch</button>
  <fancy-button></fancy-button>
  <div id="out"></div>
  <script>
    const on = (id, type, work) => document.getElementById(id).addEventListener(type, work);
    const change = () => document.getElementById("out").append("x");
    on("live", "click", () => setTimeout(change, 700));
    on("menu", "pointerdown", change);
    on("scrolls", "click", () => scrollBy(0, 500));
    on("copies", "click", () => document.execCommand("copy"));
    on("self", "click", (event) => event.preventDefault());
    on("throws", "click", () => { throw new Error("Cannot save for anna@example.com"); });
    on("rejects", "click", () => void Promise.reject(new TypeError("no rows")));
    on("server", "click", () => void fetch("/api/broken?token=secret", { method: "post" }));
    on("old", "click", () => { const request = new XMLHttpRequest(); request.open("GET", "/api/broken"); request.send(); });
    const shadow = document.querySelector("fancy-button").attachShadow({ mode: "open" });
    shadow.innerHTML = "<button>In the shadow</button>";
    shadow.querySelector("button").addEventListener("click", () => { shadow.querySelector("button").textContent = "Done"; });
  </script>`;

const checkout = `
  <form name="payment"><label>Company <input name="company"></label><label>VAT number <input name="vatNumber" required pattern="[A-Z]{2}.*"></label>
    <input type="search" id="search"><div id="alert" role="alert"></div><button id="pay">Pay now</button></form>
  <form role="search" aria-label="Search"><input id="query"></form>
  <script>
    document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    window.refuse = () => { document.getElementById("alert").textContent = 'Number "secret" is not valid for anna.secret@example.com'; };
  </script>`;

let stage: SdkStage;
let visitor: Visitor;
let expectedErrors: RegExp | undefined;

beforeAll(async () => {
  stage = await openSdkStage();
  stage.serve("/app", app);
  stage.serve("/checkout", checkout);
  stage.serve("/other", "<h1>Other</h1><button id='b'>B</button>");
  stage.serve("/third", "<h1>Third</h1>");
  stage.answer("/api/broken", { status: 503 });
  stage.answer("/api/refused", { status: 404 });
  stage.answer("/api/gone", { status: 0 });
  stage.answer("/slow", { status: 200, afterMs: 4000 });
});
afterAll(() => stage.close());
beforeEach(async () => {
  visitor = await stage.visitor();
  expectedErrors = undefined;
});
afterEach(async () => {
  const { pageErrors, collector } = visitor;
  await visitor.leave();
  expect(pageErrors.filter((error) => !expectedErrors?.test(error))).toEqual([]);
  expect(collector.requests.map(({ text }) => text).join()).not.toMatch(/secret|anna@/i);
});

/** Starts the SDK with friction alone and waits until it watches. */
async function open(path: string): Promise<Page> {
  const page = await visitor.context.newPage();
  await page.goto(stage.site + path);
  await start(page);
  return page;
}
async function start(page: Page): Promise<void> {
  await visitor.start(page, { pageViews: false, autocapture: false, friction: true });
  await page.waitForFunction(() => !window.fetch.toString().includes("[native code]"));
}
const friction = async (page: Page): Promise<SentEvent[]> => {
  await page.evaluate(() => window.throughline.flush());
  return visitor.collector.accepted().filter(({ event }) => event !== "Web Vitals");
};
const namesOf = (events: SentEvent[]) => events.map(({ event, properties }) => [event, properties?.label ?? properties?.selector]);
const until = async (event: string): Promise<SentEvent> =>
  (await visitor.collector.until((all) => all.some((sent) => sent.event === event))).find((sent) => sent.event === event)!;
const rage = (page: Page, selector: string, options: object = {}) => page.locator(selector).click({ clickCount: 3, delay: 20, ...options });
/** The clock that the SDK goes by: a dead click is known after 2.5 s, a burst after one. */
const waitForVerdicts = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 2700)));

describe("rage", () => {
  test("clicks on what does not answer arrive once, with label, selector and page", async () => {
    const page = await open("/app");
    await rage(page, "#dead");
    expect((await until("Rage Click")).properties).toEqual({ label: "Export", selector: "#dead", clicks: 3, path: "/app" });
    await rage(page, "#card");
    await waitForVerdicts(page);
    expect(namesOf((await friction(page)).filter(({ event }) => event === "Rage Click"))).toEqual([
      ["Rage Click", "Export"],
      ["Rage Click", "#card"],
    ]);
  });

  test("is not seen in steppers, selected text, fields, drawings, with modifiers, while scrolling, or in private areas", async () => {
    const page = await open("/app");
    for (const selector of ["#plus", "#next", "#step", "#text", "#field", "#canvas", "#scrolls", "#private"]) await rage(page, selector);
    await rage(page, "#live", { modifiers: ["Shift"] });
    await page.locator("#live").focus();
    for (let n = 0; n < 4; n++) await page.keyboard.press("Enter");
    await page.evaluate(() => [1, 2, 3].forEach(() => document.getElementById("live")?.click()));
    await waitForVerdicts(page);
    expect((await friction(page)).filter(({ event }) => event === "Rage Click")).toEqual([]);
  });
});

describe("a dead click", () => {
  test("is one on what looks clickable and changes nothing, by markup or by its cursor", async () => {
    const page = await open("/app");
    await page.locator("#dead").click();
    await page.locator("#card").click();
    await page.locator("#text").click();
    await waitForVerdicts(page);
    expect(namesOf(await friction(page))).toEqual([
      ["Dead Click", "Export"],
      ["Dead Click", "#card"],
    ]);
  });

  test("is none where anything answered, even late, early, or in a shadow, or where the answer lies elsewhere", async () => {
    const page = await open("/app");
    for (const selector of [
      "#live",
      "#menu",
      "#scrolls",
      "#copies",
      "#self",
      "#jump",
      "#field",
      "#canvas",
      "fancy-button button",
      "#private",
    ]) {
      await page.locator(selector).click();
      await page.waitForTimeout(150);
    }
    await page.locator("#dead").click({ modifiers: ["Control"] });
    await waitForVerdicts(page);
    expect(namesOf(await friction(page))).toEqual([]);
  });

  test("is none on a link whose page takes long to come", async () => {
    const page = await open("/app");
    await page.locator("#slow").click({ noWaitAfter: true });
    await page.waitForURL("**/slow");
    await page.goto(`${stage.site}/other`);
    await start(page);
    expect(namesOf(await friction(page))).toEqual([]);
  });
});

describe("failures", () => {
  test("soon after a click make an error click; uncaught errors and failed requests are told themselves", async () => {
    expectedErrors = /Cannot save|no rows/;
    const page = await open("/app");
    const properties = async () => (await friction(page)).map(({ event, properties }) => [event, properties]);
    for (const selector of ["#throws", "#rejects", "#server", "#old"]) {
      const before = (await friction(page)).length;
      await page.locator(selector).click();
      await visitor.collector.until((all) => all.filter(({ event }) => event !== "Web Vitals").length > before);
    }
    const named = (await properties()).filter(([event]) => event !== "Dead Click");
    const click = { path: "/app" };
    expect(named).toEqual([
      ["Error Click", { ...click, label: "Save", selector: "#throws", error: "Error: Cannot save for ***" }],
      ["Uncaught Error", { message: "Error: Cannot save for ***", source: "/app", line: expect.any(Number), path: "/app" }],
      ["Error Click", { ...click, label: "Load", selector: "#rejects", error: "TypeError: no rows" }],
      ["Uncaught Error", { message: "TypeError: no rows", path: "/app" }],
      ["Error Click", { ...click, label: "Send", selector: "#server", error: "POST /api/broken: 503" }],
      ["Request Failed", { url: "/api/broken", method: "POST", status: 503, durationMs: expect.any(Number), path: "/app" }],
      ["Error Click", { ...click, label: "Fetch", selector: "#old", error: "GET /api/broken: 503" }],
      ["Request Failed", { url: "/api/broken", method: "GET", status: 503, durationMs: expect.any(Number), path: "/app" }],
    ]);
  });

  test("without a click are no error clicks; refusals, aborted requests and our own are none at all", async () => {
    const page = await open("/app");
    visitor.collector.answers.push({ status: 500 });
    const outcome = await page.evaluate(async () => {
      window.throughline.track("Refused By Our Own Server");
      await window.throughline.flush();
      await fetch("/api/refused");
      const stop = new AbortController();
      const stopped = fetch("/slow", { signal: stop.signal });
      stop.abort();
      // One after another: which of two at once ends first is not said.
      const [aborted] = await Promise.allSettled([stopped]);
      const [gone] = await Promise.allSettled([fetch(new URL("/api/gone", location.href))]);
      const [broken] = await Promise.allSettled([fetch(new Request("/api/broken"))]);
      return [aborted, gone, broken].map((one) => (one.status === "fulfilled" ? one.value.status : (one.reason as Error).name));
    });
    expect(outcome).toEqual(["AbortError", "TypeError", 503]);
    await visitor.collector.until((all) => all.some(({ properties }) => properties?.url === "/api/broken"));
    const told = (await friction(page)).filter(({ event }) => event !== "Refused By Our Own Server");
    expect(told.map(({ event, properties }) => [event, properties?.url, properties?.status])).toEqual([
      ["Request Failed", "/api/gone", 0],
      ["Request Failed", "/api/broken", 503],
    ]);
  });
});

describe("pages", () => {
  test("left again at once make a U-turn, over page loads and inside one", async () => {
    const page = await open("/app");
    await page.goto(`${stage.site}/other`);
    await start(page);
    await page.goto(`${stage.site}/app`);
    await start(page);
    const turned = await until("U-Turn");
    expect(turned.properties).toMatchObject({ fromPath: "/app", toPath: "/other" });

    await page.evaluate(() => history.pushState({}, "", "/inside"));
    await page.mouse.click(300, 300);
    await page.keyboard.press("a");
    await page.evaluate(() => history.back());
    await page.waitForURL("**/app");
    await page.evaluate(() => history.pushState({}, "", "/deep?tab=1"));
    await page.evaluate(() => history.back());
    await page.waitForURL("**/app");
    await visitor.collector.until((all) => all.filter(({ event }) => event === "U-Turn").length >= 2);
    const all = (await friction(page)).filter(({ event }) => event === "U-Turn");
    expect(all.map(({ properties }) => properties?.toPath)).toEqual(["/other", "/deep"]);
  });

  test("that come back three times in 15 s make a loop", async () => {
    const page = await open("/third");
    await page.reload();
    await start(page);
    await page.reload();
    await start(page);
    expect((await until("Page Loop")).properties).toMatchObject({ path: "/third", visits: 3 });
  });
});

describe("a form", () => {
  test("begun and left is abandoned, at the field last touched, with the errors it showed and no value", async () => {
    const page = await open("/checkout");
    await page.getByLabel("Company").fill("Secret Ltd");
    await page.locator("#pay").click();
    await page.getByLabel("VAT number").fill("XX secret");
    await page.evaluate("refuse()");
    await page.locator("#pay").focus();
    await visitor.collector.until((all) => all.filter(({ event }) => event === "Error Shown").length >= 2);
    const errors = (await friction(page)).filter(({ event }) => event === "Error Shown");
    expect(errors.map(({ properties }) => properties)).toEqual([
      { label: "VAT number", message: "valueMissing", form: "payment", path: "/checkout" },
      { message: "Number *** is not valid for ***", form: "payment", path: "/checkout" },
    ]);
    await page.goto(`${stage.site}/other`);
    const abandoned = await until("Form Abandoned");
    expect(abandoned.properties).toEqual({ form: "payment", lastField: "VAT number", fieldsFilled: 2, errorsShown: 2, path: "/checkout" });
    expect(abandoned.context.page.path).toBe("/checkout");
  });

  test("is told under its own page where the page changes without a load", async () => {
    const page = await open("/checkout");
    await page.getByLabel("Company").fill("Secret Ltd");
    await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
    const abandoned = await until("Form Abandoned");
    expect([abandoned.properties?.path, abandoned.context.page.path]).toEqual(["/checkout", "/checkout"]);
  });

  test("that was sent, or only searches, was not abandoned", async () => {
    const page = await open("/checkout");
    await page.getByLabel("Company").fill("Secret Ltd");
    await page.getByLabel("VAT number").fill("XX1");
    await page.locator("#pay").click();
    await page.locator("#query").fill("secret question");
    await page.locator("#search").fill("secret question");
    await page.goto(`${stage.site}/other`);
    await visitor.start(page);
    await visitor.collector.until((all) => all.some(({ type }) => type === "page"));
    expect(visitor.collector.accepted().map(({ event }) => event)).not.toContain("Form Abandoned");
  });
});

test("web vitals arrive once a load, and a slow page says what made it slow", async () => {
  stage.serveDocument(
    "/heavy",
    `<!doctype html><title>Heavy</title><script src="/throughline.js"></script><button id="b">Work</button><h1 id="late"></h1><script>
      document.getElementById("b").addEventListener("click", () => { const end = performance.now() + 700; while (performance.now() < end); document.title = "Done"; });
      setTimeout(() => { document.getElementById("late").textContent = "The largest of all the words on this page"; }, 4300);
    </script>`,
  );
  const page = await visitor.context.newPage();
  await page.goto(`${stage.site}/heavy`);
  await start(page);
  await page.waitForTimeout(4600);
  await page.locator("#b").click();
  await page.waitForFunction(() => document.title === "Done");
  await page.waitForTimeout(200);
  await page.goto(`${stage.site}/third`);
  const slow = await until("Slow Page");
  const vitals = visitor.collector.accepted().filter(({ event }) => event === "Web Vitals");
  expect(vitals).toHaveLength(1);
  expect(vitals[0]!.properties).toEqual({ path: "/heavy", lcpMs: expect.any(Number), inpMs: expect.any(Number), cls: expect.any(Number) });
  expect(slow.properties).toEqual({ path: "/heavy", lcpMs: vitals[0]!.properties!.lcpMs, inpMs: vitals[0]!.properties!.inpMs });
  expect(Number(slow.properties?.lcpMs)).toBeGreaterThan(4000);
  expect(Number(slow.properties?.inpMs)).toBeGreaterThan(500);
});

describe("the second file", () => {
  const tag = (attributes: string) =>
    `<script async src="/throughline.js" data-write-key="wk_tag" data-host="${visitor.collector.origin}" data-page-views="false" ${attributes}></script>`;
  const policy = (script: string) =>
    `default-src 'none'; script-src ${script}; connect-src ${visitor.collector.origin}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'`;

  test.each([
    ["the script's own origin", "'self'", ""],
    ["a nonce", "'nonce-abc'", `nonce="abc"`],
    ["a nonce with strict-dynamic", "'nonce-abc' 'strict-dynamic'", `nonce="abc"`],
  ])("loads under a strict content security policy that lets the first in by %s", async (_by, script, nonce) => {
    stage.serveDocument("/strict", `<!doctype html><title>Strict</title>${tag(`data-friction="true" ${nonce}`)}<button>Buy</button>`, {
      "content-security-policy": policy(script),
    });
    const page = await visitor.context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(`${stage.site}/strict`);
    await page.waitForFunction(() => !window.fetch.toString().includes("[native code]"));
    await rage(page, "button");
    expect((await until("Rage Click")).properties).toMatchObject({ label: "Buy" });
    expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
  });

  test("is loaded by the module too, and by nobody who does not ask", async () => {
    stage.serveDocument(
      "/module",
      `<!doctype html><title>Module</title><button>Buy</button><script type="module">
        import * as sdk from "/index.js"; window.throughline = sdk; document.title = "Ready";</script>`,
    );
    const page = await visitor.context.newPage();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${stage.site}/module`);
    await page.waitForFunction(() => document.title === "Ready");
    await start(page);
    expect(asked).toContain("/friction.js");
    asked.length = 0;
    await page.goto(`${stage.site}/app`);
    await visitor.start(page);
    await visitor.collector.until((all) => all.some(({ type }) => type === "page"));
    expect(asked).not.toContain("/friction.js");
  });

  test("stores and sends nothing without consent", async () => {
    const page = await visitor.context.newPage();
    await page.goto(`${stage.site}/app`);
    await visitor.start(page, { friction: true, consent: { analytics: false } });
    await page.waitForFunction(() => !window.fetch.toString().includes("[native code]"));
    await rage(page, "#dead");
    await waitForVerdicts(page);
    await page.goto(`${stage.site}/other`);
    expect(await page.evaluate(() => [sessionStorage.length, localStorage.length])).toEqual([0, 0]);
    expect(visitor.collector.requests).toEqual([]);
  });
});
