import type { BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../browser/launch-chromium.ts";
import { findBarriers } from "./axe.ts";
import { bootstrap } from "./product.ts";
import { slowDown } from "./slow-browser.ts";

/** The console in a browser of its own, which keeps what is wrong with its pages. */
export type OpenedConsole = {
  context: BrowserContext;
  /** The first page, still empty. */
  page: Page;
  /** Errors of all pages, and of their policy. */
  errors: string[];
  /** What {@link check} found. */
  barriers: string[];
  /** Looks for barriers on the first page as it is now, in light and in dark. */
  check(): Promise<void>;
  /** Signs the owner of the bootstrapped workspace in, past the form. The product must be running. */
  signIn(): Promise<void>;
  close(): Promise<void>;
};

/** Opens a browser on the console at `url`, which need not run yet: both may start at once. */
export async function openConsole(url: string): Promise<OpenedConsole> {
  const browser = await launchChromium();
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(20_000);
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(error.error().message));
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  const page = await context.newPage();
  await slowDown(page);
  const barriers: string[] = [];
  return {
    context,
    page,
    errors,
    barriers,
    check: async () => void barriers.push(...(await findBarriers(page))),
    async signIn() {
      const answer = await context.request.post("/api/auth/sign-in/email", { data: bootstrap.owner, headers: { origin: url } });
      if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
    },
    close: () => browser.close(),
  };
}
