import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Analytics } from "@segment/analytics-node";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";

/** A newcomer's first minutes: the printed link, set-up, the first event from an SDK that they have, whose it is, and what happens next. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
let writeKey: string;

beforeAll(async () => {
  product = await createProduct({ begins: "empty" });
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const check = () => opened.check();

/** Runs what was copied as it stands, as a program beside the SDK, and lets it send before it ends. */
async function runProgram(code: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", `${code}\nawait analytics.closeAndFlush();`], {
    cwd: import.meta.dirname,
  });
}

test("the printed link signs in once, and the account becomes the newcomer's own", async () => {
  const link = await vi.waitFor(() => {
    const printed = /https?:\S+\/sign-in\/link\?token=\S+/.exec(product.output())?.[0];
    if (!printed) throw new Error(`No link was printed:\n${product.output()}`);
    return printed;
  }, 10_000);
  await page.goto(link);
  await heading("Make this account yours").waitFor();
  await check();
  await page.getByLabel("Your name").fill("Ada Okafor");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await button("Save and go on").click();
  await heading("Where do you want to start?").waitFor();
  await check();

  const second = await opened.context.newPage();
  await second.goto(link);
  await second.getByRole("heading", { name: "This link does not work" }).waitFor();
  await second.close();
});

test("set-up shows the first event the moment that the copied snippet has sent it", async () => {
  await page.getByRole("button", { name: /^Connect to / }).click();
  await heading("Connect your product").waitFor();
  await page.getByText("Segment, Node", { exact: true }).click();
  await button("Create source").click();
  await page.getByText("Waiting for the first event", { exact: true }).waitFor();
  await check();
  await page.getByRole("button", { name: /^Copy Segment, Node/ }).click();
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  writeKey = /writeKey: "([^"]+)"/.exec(snippet)?.[1] ?? "";
  expect(snippet).toContain(`host: "${product.url}"`);

  await runProgram(snippet);
  await page.getByText("It works: Backend sends.", { exact: true }).waitFor();
  await page.getByText("Connected to Throughline", { exact: true }).last().waitFor();
  await check();
});

test("the person behind it has the event on their timeline, and the next one comes by itself", async () => {
  await page.getByRole("link", { name: "See whose it is" }).click();
  await heading("Timeline").waitFor();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: /Connected to Throughline/ }).waitFor();
  await timeline.getByText("1 interaction", { exact: true }).first().waitFor();
  await timeline.getByText("Live", { exact: true }).waitFor();
  await check();
  await page.evaluate(`window.stays = true`);

  const analytics = new Analytics({ writeKey, host: product.url, flushAt: 1 });
  analytics.track({ userId: "user-42", event: "Report Shared", properties: { pages: 3 } });
  analytics.identify({ userId: "user-42", traits: { name: "Maya Lind", email: "maya@lind.example" } });
  await analytics.closeAndFlush();
  await timeline.getByRole("button", { name: /Report Shared/ }).waitFor();
  await heading("Maya Lind").waitFor();
  await timeline.getByText("3 interactions", { exact: true }).first().waitFor();
  expect(await page.evaluate(`window.stays`), "the page was not loaded anew").toBe(true);
  await check();
});

test("the keyboard alone finds her again, from any page", async () => {
  await page.keyboard.press("Control+k");
  const search = page.getByRole("textbox", { name: "Search or jump to" });
  await search.waitFor();
  await check();
  await page.keyboard.type("people");
  await page.getByRole("dialog").locator("[data-selected]", { hasText: "People" }).waitFor();
  await page.keyboard.press("Enter");
  await heading("People").waitFor();
  const row = page.getByRole("row", { name: /Maya Lind/ });
  await row.waitFor();
  await check();
  await page.keyboard.press("j");
  await expect.poll(() => row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Enter");
  await heading("Maya Lind").waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await heading("Home").waitFor();
  await page.getByText("Interactions per minute").waitFor();
  await check();
  await page.keyboard.press("Control+k");
  await search.waitFor();
  await page.keyboard.type("maya");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Maya Lind/ })
    .waitFor();
  await page.keyboard.press("Enter");
  await heading("Maya Lind").waitFor();
});

test("no page had an error, and none a barrier, in light and dark", () => {
  // The browser tells of the one refusal that was meant: a link works once.
  expect(opened.errors).toEqual(["Failed to load resource: the server responded with a status of 401 (Unauthorized)"]);
  expect(opened.barriers).toEqual([]);
});
