import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { InitOptions } from "../../packages/web/src/index.ts";
import type * as sdk from "../../packages/web/src/index.ts";
import { buildWebSdk } from "../../packages/web/build.mjs";
import { launchChromium } from "./launch-chromium.ts";
import type { ChromiumNeeds } from "./launch-chromium.ts";
import { startRecordingCollector } from "./recording-collector.ts";
import type { RecordingCollector } from "./recording-collector.ts";

declare global {
  interface Window {
    /** What the script tag puts on the page. */
    throughline: typeof sdk;
  }
}

interface SitePage {
  html: string;
  headers?: Record<string, string>;
}

/** `status` 0 breaks the connection. */
type SiteAnswer = { status: number; afterMs?: number };

/** A browser, a website that carries the SDK, and what one visitor of it does. */
export interface SdkStage {
  browser: Browser;
  /** Origin of the website, another one than that of the collector. */
  site: string;
  /** Puts a page on the website; `html` goes into its body, after the script tag of the SDK. */
  serve(path: string, html: string, headers?: Record<string, string>): void;
  /** The same for a whole document, which brings the SDK by itself. */
  serveDocument(path: string, html: string, headers?: Record<string, string>): void;
  /** Answers requests under a path by hand, as the backend of the website. */
  answer(path: string, answer: SiteAnswer): void;
  /** A new visitor with a collector of their own. */
  visitor(): Promise<Visitor>;
  close(): Promise<void>;
}

export interface Visitor {
  context: BrowserContext;
  collector: RecordingCollector;
  /** Errors that reached a page of this visitor, which must be none. */
  pageErrors: string[];
  /** Opens a tab and starts the SDK there. */
  open(path: string, options?: Partial<InitOptions>): Promise<Page>;
  /** Starts the SDK in a tab that has navigated. */
  start(page: Page, options?: Partial<InitOptions>): Promise<void>;
  leave(): Promise<void>;
}

/** Builds the SDK and starts everything; a test file does it once, and closes it at the end. */
export async function openSdkStage(needs?: ChromiumNeeds): Promise<SdkStage> {
  const outDir = await mkdtemp(join(tmpdir(), "sdk-stage-"));
  await buildWebSdk({ outDir });
  const pages = new Map<string, SitePage>();
  const answers = new Map<string, SiteAnswer>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    const planned = answers.get(path);
    if (planned?.status === 0) return void request.socket.destroy();
    if (planned) return void setTimeout(() => response.writeHead(planned.status).end("{}"), planned.afterMs ?? 0);
    const page = pages.get(path);
    if (page) return void response.writeHead(200, { "content-type": "text/html", ...page.headers }).end(page.html);
    if (!/^\/(throughline|index|friction)\.js$/.test(path)) return void response.writeHead(404).end();
    readFile(join(outDir, path)).then(
      (code) => response.writeHead(200, { "content-type": "text/javascript" }).end(code),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchChromium(needs);

  return {
    browser,
    site,
    answer: (path, answer) => void answers.set(path, answer),
    serveDocument: (path, html, headers = {}) => void pages.set(path, { html, headers }),
    serve(path, html, headers = {}) {
      const head = `<meta charset=utf-8><title>Page ${path}</title><script src="/throughline.js"></script>`;
      pages.set(path, { html: `<!doctype html><html><head>${head}</head><body>${html}</body></html>`, headers });
    },
    async visitor() {
      const collector = await startRecordingCollector();
      const context = await browser.newContext({ locale: "de-DE", timezoneId: "Europe/Berlin" });
      const pageErrors: string[] = [];
      context.on("weberror", (failure) => pageErrors.push(String(failure.error())));
      const start = (page: Page, options?: Partial<InitOptions>): Promise<void> =>
        page.evaluate((all) => window.throughline.init(all), { writeKey: "wk_test", host: collector.origin, ...options });
      return {
        context,
        collector,
        pageErrors,
        start,
        async open(path, options) {
          const page = await context.newPage();
          await page.goto(site + path);
          await start(page, options);
          return page;
        },
        async leave() {
          await context.close();
          await collector.close();
        },
      };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => void server.close(closed));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
