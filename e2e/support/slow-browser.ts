import type { Page } from "playwright-core";

const frameMs = 150;

/**
 * With `SLOW_BROWSER=3` in the environment a page computes three times slower and draws a frame every 150 ms: a key that is pressed
 * before its field has the focus, or a button that moves while a list arrives, shows as a failed test on a fast machine too.
 */
export async function slowDown(page: Page): Promise<void> {
  const times = Number(process.env["SLOW_BROWSER"] ?? 1);
  if (times <= 1) return;
  await page.addInitScript((ms) => {
    window.requestAnimationFrame = (run) => window.setTimeout(() => run(performance.now()), ms);
    window.cancelAnimationFrame = (id) => window.clearTimeout(id);
  }, frameMs);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: times });
}
