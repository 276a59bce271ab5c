/// <reference lib="dom" />
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openSdkStage } from "./sdk-stage.ts";
import type { SdkStage, Visitor } from "./sdk-stage.ts";

let stage: SdkStage;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openSdkStage();
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

const tag = (attributes = "") =>
  `<script async src="/throughline.js" data-write-key="wk_tag" data-host="${visitor.collector.origin}" ${attributes}></script>`;

/** The snippet as the README gives it to people. */
async function snippet(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, "../../packages/web/README.md"), "utf8");
  const code = /<script>\n([\s\S]*?)<\/script>/.exec(readme)?.[1];
  if (!code) throw new Error("The README of packages/web shows no snippet.");
  return code;
}

test("a script tag alone starts the SDK under a strict content security policy", async () => {
  const policy =
    `default-src 'none'; script-src 'self'; connect-src ${visitor.collector.origin}; ` +
    `require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'`;
  stage.serveDocument("/strict", `<!doctype html><title>Strict</title>${tag()}<button>Buy</button>`, {
    "content-security-policy": policy,
  });
  const page = await visitor.context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(`${stage.site}/strict`);
  await page.waitForFunction(() => window.throughline?.track);
  await page.locator("button").click();
  const events = await visitor.collector.until((all) => all.length >= 2);
  expect(events.map(({ type, event }) => event ?? type).sort()).toEqual(["Element Clicked", "page"]);
  expect(visitor.collector.requests[0]?.writeKey).toBe("wk_tag");
  expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
});

test("calls made before the script has loaded are kept by the snippet, and its object stays the SDK", async () => {
  const early = `const early = window.throughline; early.track("Early", { n: 1 }); early.identify("u1"); window.early = early;`;
  stage.serveDocument("/snippet", `<!doctype html><script>${await snippet()}</script><script>${early}</script>${tag()}${tag()}`);
  const page = await visitor.context.newPage();
  await page.goto(`${stage.site}/snippet`);
  await visitor.collector.until((all) => all.length >= 3);
  await page.evaluate(async () => {
    const { early } = window as unknown as { early: typeof window.throughline };
    early.track("Late");
    await window.throughline.flush();
  });
  const events = visitor.collector.accepted();
  expect(events.map(({ type, event }) => event ?? type)).toEqual(["Early", "identify", "page", "Late"]);
  expect(events[0]).toMatchObject({ properties: { n: 1 } });
  expect(events[3]).toMatchObject({ userId: "u1" });
});

test("the attributes of the script tag are its options", async () => {
  const attributes = `data-page-views="false" data-autocapture="false" data-consent="denied"`;
  stage.serveDocument("/options", `<!doctype html>${tag(attributes)}<button>Buy</button>`);
  const page = await visitor.context.newPage();
  await page.goto(`${stage.site}/options`);
  await page.waitForFunction(() => window.throughline?.track);
  await page.evaluate(async () => {
    const { track, consent, flush } = window.throughline;
    track("Denied");
    consent({ analytics: true });
    document.querySelector("button")?.click();
    track("Agreed");
    await flush();
  });
  expect(visitor.collector.accepted().map(({ event }) => event)).toEqual(["Consent Updated", "Agreed"]);
});

test("the module keeps calls made before init", async () => {
  const code = `import { init, track, flush } from "/index.js";
    track("Early"); init({ writeKey: "wk_module", host: "${visitor.collector.origin}/", pageViews: false });
    init({ writeKey: "wk_second", host: "https://other.example" }); track("Late"); await flush(); document.title = "Done";`;
  stage.serveDocument("/module", `<!doctype html><script type="module">${code}</script>`);
  const page = await visitor.context.newPage();
  await page.goto(`${stage.site}/module`);
  await page.waitForFunction(() => document.title === "Done");
  expect(visitor.collector.accepted().map(({ event }) => event)).toEqual(["Early", "Late"]);
  expect(visitor.collector.requests[0]).toMatchObject({ path: "/v1/batch", writeKey: "wk_module" });
});

test("a page that the browser prepares in advance is counted when it is shown", async () => {
  stage.serve("/prepared", "");
  const page = await visitor.context.newPage();
  await page.addInitScript(() => Object.defineProperty(document, "prerendering", { value: true, configurable: true }));
  await page.goto(`${stage.site}/prepared`);
  await visitor.start(page);
  await page.evaluate(async () => {
    window.throughline.track("While Prepared");
    await window.throughline.flush();
  });
  expect(visitor.collector.requests).toEqual([]);
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(["", 0]);
  await page.evaluate(() => document.dispatchEvent(new Event("prerenderingchange")));
  const events = await visitor.collector.until((all) => all.length >= 2);
  expect(events.map(({ type }) => type).sort()).toEqual(["page", "track"]);
});

test("what cannot be recorded is reported to the page's handler and never thrown", async () => {
  stage.serve("/broken", "<button>Buy</button>");
  const page = await visitor.context.newPage();
  await page.goto(`${stage.site}/broken`);
  const reported = await page.evaluate(async (host) => {
    const errors: string[] = [];
    window.throughline.init({ writeKey: "wk", host, pageViews: false, onError: (error) => errors.push(String(error)) });
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    window.throughline.track("Circle", circle);
    window.throughline.track("Fine");
    await window.throughline.flush();
    return errors;
  }, visitor.collector.origin);
  expect(reported).toEqual([expect.stringContaining("circular")]);
  expect(visitor.collector.accepted().map(({ event }) => event)).toEqual(["Fine"]);
});
