import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  brokenLinkPage,
  pagePolicy,
  preferencesPage,
  unsubscribedPage,
  unsubscribePage,
} from "../apps/server/src/features/messages/public/preferences-page.ts";
import { pageLanguages, speak, type PageLanguage } from "../apps/server/src/features/messages/public/page-words.ts";
import { launchChromium } from "./browser/launch-chromium.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const about = { company: "Varnbrook & Co", topic: "Tips", preferences: "/en/p" };
const choice = (key: string, granted: boolean) => ({
  key,
  name: key,
  description: "What it is about",
  granted,
  answeredAt: Date.parse("2026-03-10T23:30:00Z"),
});
const pages: Record<string, string> = Object.fromEntries((Object.keys(pageLanguages) as PageLanguage[]).flatMap(pagesIn));

function pagesIn(language: PageLanguage): [path: string, page: string][] {
  const spoken = speak([language]);
  const preferences = preferencesPage({
    spoken,
    company: about.company,
    action: `/${language}/p`,
    topics: [choice("tips", true), choice("events", false)],
    purposes: [choice("marketing", false)],
    saved: true,
    email: "ada@x.example",
    timeZone: "Europe/Berlin",
  });
  return [
    [`/${language}/p`, preferences],
    [`/${language}/u`, unsubscribePage({ ...about, spoken, action: `/${language}/u` })],
    [`/${language}/done`, unsubscribedPage({ ...about, spoken })],
    [`/${language}/broken`, brokenLinkPage(spoken)],
  ];
}

let server: Server;
let browser: Browser;
let page: Page;
let origin: string;
const posted: string[] = [];
const said: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (request.method === "POST") posted.push(Buffer.concat(parts).toString());
      const shown = pages[request.url ?? ""];
      response
        .writeHead(shown ? 200 : 404, { "content-type": "text/html; charset=utf-8", "content-security-policy": pagePolicy })
        .end(shown);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) said.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test.each(Object.keys(pages))(
  "what customers open from a message (%s) has no barrier that axe finds, light and dark, and fits a phone",
  async (path) => {
    await page.goto(`${origin}${path}`);
    expect(await page.evaluate("document.documentElement.lang")).toBe(path.slice(1, 3));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>("window.axe.run(document)");
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    // The style is let through by its hash.
    expect(await page.evaluate("getComputedStyle(document.querySelector('main')).maxWidth")).toBe("576px");
    expect(said).toEqual([]);
  },
);

test("preferences are chosen and kept by keyboard alone", async () => {
  await page.goto(`${origin}/en/p`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect.poll(() => posted).toEqual(["topic=events&do=save"]);
});
