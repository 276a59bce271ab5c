import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, waitUntilProcessed, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** What the console shows when something goes wrong: it says what, and how to go on from there. */
let product: Product;
let opened: OpenedConsole;
let page: Page;

const people = 130;

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  await opened.signIn();
  const known = Array.from({ length: people }, (_, i) => ({ type: "identify", userId: `u-${i}`, traits: { name: `Person ${i}` } }));
  await sendBatch(product, known);
  const withoutName = await fetch(`${product.url}/v1/track`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}` },
    body: JSON.stringify({ userId: "u-0" }),
  });
  expect(withoutName.status).toBe(400);
  await waitUntilProcessed(product);
}, 240_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const button = (name: string) => page.getByRole("button", { name, exact: true });
const questions = /\/api\/(v1\/(?!session(\?|$))|auth\/(account-state|list-sessions))/;

/** Pages that ask the server for what they show. */
const asking = [
  "/",
  "/people",
  "/accounts",
  "/data/sources",
  "/data/live",
  "/data/catalogue",
  "/data/quarantine",
  "/data/imports",
  "/settings/members",
  "/settings/api-keys",
  "/settings/security",
  "/settings/audit",
  "/welcome/connect",
];

test.each(asking)("%s says that it could not be loaded, and is there once asked again", async (path) => {
  await opened.context.route(questions, (route) =>
    route.fulfill({
      status: 500,
      json: { error: { code: "internal", message: "Something went wrong on our side.", requestId: "req-of-test" } },
    }),
  );
  await page.goto(path);
  const failed = page.getByRole("alert").filter({ hasText: "Something went wrong on our side." }).first();
  await failed.waitFor();
  await failed.getByText("Request req-of-test").waitFor();
  if (path === "/people") await opened.check();
  await opened.context.unroute(questions);
  for (const again of await page.getByRole("main").getByRole("button", { name: "Try again" }).all()) await again.click();
  await expect.poll(() => page.getByRole("main").getByRole("alert").count(), { timeout: 15_000 }).toBe(0);
});

test("a list whose next page does not come says so, asks for it once, and goes on when it is asked again", async () => {
  let asked = 0;
  await opened.context.route(/\/api\/v1\/people\?.*cursor=/, (route) => {
    asked++;
    return route.fulfill({ status: 500, json: { error: { code: "internal", message: "No more for now.", requestId: "r" } } });
  });
  await page.goto("/people");
  await page.getByText(`${people} people`, { exact: true }).waitFor();
  await page.keyboard.press("End");
  await page.getByRole("alert").filter({ hasText: "More could not be loaded. No more for now." }).waitFor();
  await opened.check();
  await page
    .getByRole("row", { name: /Person / })
    .last()
    .hover();
  expect(asked, "what failed is not asked for again by itself").toBe(1);
  await opened.context.unroute(/\/api\/v1\/people\?.*cursor=/);
  await button("Try again").click();
  await expect.poll(() => page.getByRole("alert").count(), { timeout: 15_000 }).toBe(0);
  await page.keyboard.press("End");
  await expect.poll(() => button("Load more").count(), { timeout: 15_000 }).toBe(0);
});

test("what is wrong is the first thing on Home, on a phone too", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  const wrong = page.getByRole("region", { name: "What is wrong" });
  await wrong.getByText("1 event waits in quarantine.").waitFor();
  await expect.poll(async () => (await wrong.boundingBox())?.y ?? Number.NaN, { timeout: 15_000 }).toBeLessThan(400);
  await opened.check();
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("the audit log tells what changed from what to what", async () => {
  await page.goto("/settings");
  await page.getByLabel("Name", { exact: true }).fill("Acme Ltd");
  await button("Save").click();
  await page.getByText("Saved.", { exact: true }).waitFor();
  await page.goto("/settings/audit");
  await page.getByText("Name: acme → Acme Ltd").waitFor();
  await page.getByRole("button", { name: /changed the workspace/ }).click();
  const drawer = page.getByRole("dialog", { name: "changed the workspace" });
  await drawer.getByRole("heading", { name: "What changed" }).waitFor();
  expect((await drawer.getByRole("definition").last().innerText()).replaceAll(/\s+/g, " ")).toContain("Acme Ltd");
  await opened.check();
});

test("without an answer signing in says so in words, and a link is not used up by it", async () => {
  const spends = /\/api\/auth\/(sign-in|magic-link)/;
  await opened.context.route(spends, (route) => route.abort("connectionrefused"));
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(bootstrap.owner.email);
  await page.getByLabel("Password", { exact: true }).fill(bootstrap.owner.password);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "Throughline does not answer." }).waitFor();
  await page.goto("/sign-in/link?token=not-looked-at");
  await heading("You are not signed in yet").waitFor();
  await opened.check();
  await opened.context.unroute(spends);
  await button("Try again").click();
  await heading("This link does not work").waitFor();
});

test("no page had a barrier, in light and dark, nor an error but those that were made", () => {
  expect(
    opened.errors.filter((error) => !/status of (401|500)|ERR_CONNECTION_REFUSED|Something went wrong on our side/.test(error)),
  ).toEqual([]);
  expect(opened.barriers).toEqual([]);
});
