import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, LaunchOptions } from "playwright-core";
import { unpackChromium } from "./unpack-chromium.ts";

const installedPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const flags = [
  "--no-sandbox", // root, and containers without user namespaces
  "--disable-gpu",
  "--disable-dev-shm-usage", // containers give /dev/shm 64 MB
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface ChromiumNeeds {
  /** Keep pages in the back/forward cache, which Playwright otherwise turns off. */
  backForwardCache?: boolean;
  /** Pass over installed browsers and take the packaged one. */
  packaged?: boolean;
}

/**
 * A headless browser for a test: the one of `CHROME_PATH`, else an installed Chrome or Chromium, else the one that
 * `@sparticuz/chromium` ships inside its package (Linux x64). The caller closes it.
 *
 * @throws when `CHROME_PATH` names a browser that does not start, or when there is none at all.
 */
export async function launchChromium(needs: ChromiumNeeds = {}): Promise<Browser> {
  const options: LaunchOptions = {
    headless: true,
    args: flags,
    ignoreDefaultArgs: needs.backForwardCache ? ["--disable-back-forward-cache"] : [],
  };
  const chosen = process.env.CHROME_PATH;
  if (chosen && !needs.packaged) return chromium.launch({ ...options, executablePath: chosen });

  const refusals: unknown[] = [];
  const installed = needs.packaged ? [] : installedPaths.filter((path) => existsSync(path));
  for (const executablePath of installed) {
    try {
      return await chromium.launch({ ...options, executablePath });
    } catch (error) {
      refusals.push(error); // such as Ubuntu's chromium-browser, which only says "use snap"
    }
  }
  try {
    const { executablePath, env } = await unpackChromium();
    return await chromium.launch({ ...options, executablePath, env: { ...process.env, ...env } });
  } catch (error) {
    throw new AggregateError([...refusals, error], "No browser starts: install Chromium, or set CHROME_PATH.");
  }
}
