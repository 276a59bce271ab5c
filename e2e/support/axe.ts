import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Themes differ in colours alone: the rest is looked at once. */
const options = {
  dark: { runOnly: { type: "rule", values: ["color-contrast"] } },
  light: { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
} satisfies Record<string, RunOptions>;

/** What a newer answer is on its way for is dimmed meanwhile; bounded, for a test may hold that answer back. */
const whileAnswering = "[aria-busy=true], [data-stale], [data-counting]";
const answersWithinMs = 5_000;

/** What axe finds on the page as it is now, in light and in dark: a line for each rule that is broken, with the first places. Leaves the page light. */
export async function findBarriers(page: Page): Promise<string[]> {
  const barriers: string[] = [];
  const settled = () =>
    page
      .waitForFunction((selector) => document.querySelector(selector) === null, whileAnswering, { timeout: answersWithinMs })
      .catch(() => undefined);
  await settled();
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    // Evaluated, not added as a script: the content policy allows no foreign script.
    await page.evaluate(source);
    const look = async () => (await page.evaluate<AxeResults>(`window.axe.run(document, ${JSON.stringify(options[scheme])})`)).violations;
    let violations = await look();
    // An answer may have been asked for in the midst of it: what is wrong is wrong after it, too.
    if (violations.length > 0) {
      await settled();
      violations = await look();
    }
    for (const { id, help, nodes } of violations) {
      const places = nodes.slice(0, 3).map(({ target }) => target.join(" "));
      barriers.push(`${new URL(page.url()).pathname}, ${scheme}: ${id}, ${help}: ${places.join(" | ")}`);
    }
  }
  return barriers;
}
