import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../browser/launch-chromium.ts";

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Requests to anywhere but the site, as `METHOD url`. */
  requests: string[];
  /** Answers of 400 and above, and errors of the page: of an SDK that fits there are none. */
  problems: string[];
};

export type Site = {
  origin: string;
  /** A new visitor opens a page of the site; its body is what the site was opened with. */
  visit: (path?: string) => Promise<Visit>;
  close: () => Promise<void>;
};

/** A website that carries an SDK, and a browser to visit it with. `code` is bundled (npm packages and all) and runs in every page; `body` is HTML. */
export async function openSite(code: string, body: string): Promise<Site> {
  const bundle = await build({
    stdin: { contents: code, resolveDir: join(import.meta.dirname, "..") },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    logLevel: "error",
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://site").pathname;
    if (path === "/sdk.js") return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
    if (path === "/favicon.ico") return void response.writeHead(204).end();
    const head = `<meta charset=utf-8><title>Page ${path}</title><script src="/sdk.js"></script>`;
    response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><html><head>${head}</head><body>${body}</body></html>`);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await launchChromium();

  return {
    origin,
    async visit(path = "/") {
      const context = await browser.newContext({ locale: "de-DE", timezoneId: "Europe/Berlin" });
      const page = await context.newPage();
      const visit: Visit = { context, page, requests: [], problems: [] };
      page.on("request", (request) => {
        if (!request.url().startsWith(origin)) visit.requests.push(`${request.method()} ${request.url()}`);
      });
      page.on("response", (response) => {
        if (response.status() >= 400) visit.problems.push(`${response.status()} ${response.url()}`);
      });
      page.on("pageerror", (error) => visit.problems.push(String(error)));
      await page.goto(origin + path);
      return visit;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => void server.close(closed));
    },
  };
}
