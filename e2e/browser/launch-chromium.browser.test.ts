import { expect, test } from "vitest";
import { launchChromium } from "./launch-chromium.ts";

const needsPackage = test.runIf(process.platform === "linux" && process.arch === "x64");

needsPackage("the packaged browser starts, also twice at once, and gives text a width", { timeout: 60_000 }, async () => {
  const browsers = await Promise.all([launchChromium({ packaged: true }), launchChromium({ packaged: true })]);
  try {
    for (const browser of browsers) {
      const page = await browser.newPage();
      await page.setContent("<span id=word>timeline</span>");
      expect((await page.locator("#word").boundingBox())?.width).toBeGreaterThan(20);
    }
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
  }
});
