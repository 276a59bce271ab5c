// Photographs every page in light and dark, on a desk and on a phone, and runs axe on each.
//   node apps/console/screenshots.mjs --base http://127.0.0.1:4400 --out /tmp/shots [--link URL | --email E --password P] [--only home,people] [--theme light] [--workspace ID]
// Exit code 1 if axe finds something or a page reports an error.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launchChromium } from "../../e2e/browser/launch-chromium.ts";

const { values: options } = parseArgs({
  options: {
    base: { type: "string", default: "http://127.0.0.1:4400" },
    out: { type: "string", default: "/tmp/shots" },
    email: { type: "string", default: "maria@example.com" },
    password: { type: "string", default: "throughline" },
    link: { type: "string" },
    only: { type: "string" },
    workspace: { type: "string" },
    theme: { type: "string" },
    wait: { type: "string", default: "400" },
  },
});
// Evaluated, not added as a script: the content policy allows no foreign script.
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

/** A page and, if it needs steps to be in its interesting state, those steps. `$person`, `$account`, `$source`, `$journey`, `$instance` and `$event` stand for the first of each. */
const pages = [
  { name: "sign-in", path: "/sign-in", signedOut: true },
  { name: "sign-in-code", path: "/sign-in/code", signedOut: true },
  { name: "sign-in-link", path: "/sign-in/link?token=used", signedOut: true },
  { name: "sign-in-reset", path: "/sign-in/reset?token=none", signedOut: true },
  { name: "sign-in-account", path: "/sign-in/account", signedOut: true },
  { name: "invitation", path: "/invite/inv_12345678901234567890", signedOut: true },
  { name: "home", path: "/" },
  {
    name: "palette",
    path: "/",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("Search or jump to").fill("ma");
    },
  },
  { name: "shortcuts", path: "/", act: (page) => page.keyboard.press("?") },
  { name: "user-menu", path: "/", deskOnly: true, act: (page) => page.getByRole("button", { name: /Account and theme/ }).click() },
  { name: "workspace-menu", path: "/", deskOnly: true, act: (page) => page.getByRole("button", { name: /Switch workspace/ }).click() },
  { name: "menu", path: "/", phoneOnly: true, act: (page) => page.getByLabel("Open menu").click() },
  { name: "welcome", path: "/welcome" },
  { name: "connect", path: "/welcome/connect", notSample: true },
  { name: "not-found", path: "/nothing/here" },
  { name: "journeys", path: "/journeys" },
  { name: "journey", path: "/journeys/$journey" },
  { name: "journey-table", path: "/journeys/$journey?view=table" },
  { name: "journey-who", path: "/journeys/$journey?who=entered", act: (page) => page.getByRole("dialog").waitFor() },
  { name: "journey-figure", path: "/journeys/$journey?figure=completion", act: (page) => page.getByRole("dialog").waitFor() },
  { name: "journey-instances", path: "/journeys/$journey/instances" },
  { name: "journey-instance", path: "/journeys/$journey/instances/$instance" },
  { name: "journey-new", path: "/journeys/new" },
  { name: "journey-edit", path: "/journeys/$journey/edit" },
  { name: "people", path: "/people" },
  { name: "people-nothing", path: "/people?search=zzzzzz" },
  { name: "person", path: "/people/$person" },
  { name: "accounts", path: "/accounts" },
  { name: "account", path: "/accounts/$account" },
  { name: "insights", path: "/insights" },
  ...["Funnel", "Paths", "Retention", "Lifecycle", "Stickiness"].map((kind) => ({
    name: `insights-${kind.toLowerCase()}`,
    path: "/insights",
    act: async (page) => {
      await page.getByRole("button", { name: kind, exact: true }).click();
      await page.waitForTimeout(2500);
    },
  })),
  { name: "dashboards", path: "/insights/dashboards" },
  { name: "alerts", path: "/insights/alerts" },
  { name: "sources", path: "/data/sources" },
  { name: "source", path: "/data/sources/$source" },
  { name: "live", path: "/data/live" },
  { name: "catalogue", path: "/data/catalogue" },
  { name: "quarantine", path: "/data/quarantine" },
  { name: "imports", path: "/data/imports" },
  { name: "catalogue-event", path: "/data/catalogue/$event" },
  { name: "new-source", path: "/data/sources/new" },
  { name: "new-import", path: "/data/imports/new" },
  { name: "settings", path: "/settings" },
  { name: "settings-members", path: "/settings/members" },
  { name: "settings-api-keys", path: "/settings/api-keys" },
  { name: "settings-security", path: "/settings/security" },
  { name: "settings-audit", path: "/settings/audit" },
  { name: "settings-about", path: "/settings/about" },
];

const browser = await launchChromium();
let findings = 0;

try {
  await mkdir(options.out, { recursive: true });
  const storageState = await signIn();
  const ids = await firstIds(storageState);
  const wanted = options.only?.split(",");
  for (const page of pages.filter(({ name }) => !wanted || wanted.includes(name))) {
    for (const [size, viewport] of Object.entries(sizes)) {
      if ((page.phoneOnly && size !== "phone") || (page.deskOnly && size !== "desk")) continue;
      for (const colorScheme of options.theme ? [options.theme] : ["light", "dark"])
        await photograph(page, { size, viewport, colorScheme, storageState, ids });
    }
  }
} finally {
  await browser.close();
}
console.log(findings === 0 ? "axe and the console found nothing" : `${findings} findings`);
process.exitCode = findings === 0 ? 0 : 1;

async function signIn() {
  const context = await browser.newContext({ baseURL: options.base });
  if (options.link) {
    const page = await context.newPage();
    await page.goto(options.link);
    // The first owner is asked for a password, which can wait.
    const later = page.getByRole("button", { name: "Later" });
    await Promise.race([later.click(), page.waitForURL((url) => !url.pathname.startsWith("/sign-in"))]);
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  } else {
    const answer = await context.request.post("/api/auth/sign-in/email", {
      data: { email: options.email, password: options.password },
      headers: { origin: options.base },
    });
    if (!answer.ok()) throw new Error(`Sign-in failed: ${answer.status()} ${await answer.text()}`);
  }
  const state = await context.storageState();
  await context.close();
  return state;
}

async function firstIds(storageState) {
  const context = await browser.newContext({
    baseURL: options.base,
    storageState,
    extraHTTPHeaders: options.workspace ? { "x-throughline-workspace": options.workspace } : {},
  });
  const firstOf = async (path) => (await (await context.request.get(`/api/v1${path}`)).json()).items?.[0];
  const first = async (path) => (await firstOf(path))?.id ?? "none";
  const event = await firstOf("/catalogue?kind=track&limit=1");
  const journey = (await firstOf("/journeys"))?.key ?? "none";
  const ids = {
    $person: await first("/people?sort=-interactions&limit=1"),
    $account: await first("/accounts?limit=1"),
    $source: await first("/sources"),
    $journey: journey,
    $instance: encodeURIComponent(await first(`/journeys/${journey}/instances?limit=1`)),
    $event: event ? `${event.kind}/${encodeURIComponent(event.name)}` : "track/none",
  };
  await context.close();
  return ids;
}

/** Nothing on the page is still loading, and then a moment for what comes after that. */
async function settled(tab, report) {
  const loading = tab.locator("[aria-busy=true], .mantine-Skeleton-root, #root:empty");
  // What is loaded may begin to load more: it has to stay so.
  for (let tries = 0, still = 0; still < 5; tries++) {
    if (tries === 300) return report("still loading after 30 s");
    await tab.waitForTimeout(100);
    still = (await loading.count()) === 0 && (await tab.locator("h1:visible").count()) > 0 ? still + 1 : 0;
  }
  await tab.waitForTimeout(Number(options.wait));
}

async function photograph(page, { size, viewport, colorScheme, storageState, ids }) {
  const context = await browser.newContext({
    baseURL: options.base,
    viewport,
    colorScheme,
    reducedMotion: "reduce",
    storageState: page.signedOut ? undefined : storageState,
  });
  const tab = await context.newPage();
  const label = `${page.name}-${size}-${colorScheme}`;
  const report = (text) => {
    findings++;
    console.log(`${label}: ${text}`);
  };
  tab.on("pageerror", (error) => report(`page error: ${error.message}`));
  tab.on("console", (message) => {
    if (message.type() === "error" && !/status of (401|404)/.test(message.text())) report(`console: ${message.text()}`);
  });
  if (options.workspace) await tab.addInitScript((id) => localStorage.setItem("throughline.workspace", id), options.workspace);
  const path = Object.entries(ids).reduce((text, [name, id]) => text.replace(name, id), page.path);
  await tab.goto(path);
  await tab.waitForLoadState("load");
  await settled(tab, report);
  await page.act?.(tab);
  if (page.act) await tab.waitForTimeout(600);
  await tab.screenshot({ path: join(options.out, `${label}.png`), fullPage: !page.act });
  if (await tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) report("scrolls sideways");
  await tab.evaluate(axeSource);
  const { violations } = await tab.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  for (const { id, help, nodes } of violations)
    report(
      `axe ${id}: ${help} · ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)
        .join(" | ")}`,
    );
  await context.close();
}
