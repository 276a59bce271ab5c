import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** A segment of accounts: made by the keyboard, entered by what somebody of an account does, explained, and told on the account's page. Two people of Acme join and pay: four times something; the one of Globex twice. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
let sent = 0;

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const paid = (userId: string, hours: number) => ({ type: "track", event: "Paid", userId, timestamp: hoursAgo(hours) });
const joined = (userId: string, groupId: string, name: string) => ({
  type: "group",
  userId,
  groupId,
  traits: { name },
  timestamp: hoursAgo(50),
});
const send = (messages: object[]) =>
  sendBatch(
    product,
    messages.map((message) => ({ ...message, messageId: `accounts-${sent++}` })),
  );

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  ({ page } = opened);
  await opened.signIn();
  await send([joined("ann", "acme", "Acme"), joined("bob", "acme", "Acme"), joined("cid", "globex", "Globex")]);
  await send([paid("ann", 20), paid("bob", 10), paid("cid", 10)]);
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const dialog = () => page.getByRole("dialog");

test("it is made by the keyboard, with what anybody in an account did, and its size beside it", async () => {
  await page.goto("/segments/new/live");
  await page.getByRole("radio", { name: "People", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("An account did what anybody in it did in its name.").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Busy");
  await button("Did").focus();
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2 accounts").waitFor();
  await opened.check();
  await button("Create").focus();
  await page.keyboard.press("Enter");
  await heading("Busy").waitFor();
  await page.getByText("1 account", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Acme", exact: true }).waitFor();
  await opened.check();
});

test("an event changes which are in it while somebody looks, and why is said for one", async () => {
  await send([paid("cid", 1)]);
  await page.getByText("2 accounts", { exact: true }).waitFor();
  await button("Pick an account").click();
  await dialog().getByRole("textbox", { name: "Search accounts" }).fill("glo");
  await dialog()
    .getByRole("button", { name: /^Globex/ })
    .click();
  await dialog()
    .getByText(/Is in it since/)
    .waitFor();
  await opened.check();
});

test("the account tells which segments it is in, and its timeline that it came in", async () => {
  await dialog().getByRole("link", { name: "Globex" }).click();
  await heading("Globex").waitFor();
  await page.getByRole("link", { name: "Why it is in Busy" }).waitFor();
  await page.getByText("Came into the segment Busy").first().waitFor();
  await opened.check();
});

test("another asks how many of an account's people are in a segment of people, and follows them", async () => {
  await product.send("POST", "/api/v1/segments", { name: "Payers", predicate: { did: "Paid" } });
  // However fast Payers is computed: the first sizes come as if it were not.
  let isComputing = true;
  await page.route("**/api/v1/segments/preview", async (route) => {
    const response = await route.fetch();
    const size = (await response.json()) as object;
    const computing = isComputing ? { people: 0, computing: [{ key: "payers", name: "Payers", progress: 0.4 }] } : {};
    await route.fulfill({ response, json: { ...size, ...computing } });
  });
  await page.goto("/segments/new/live");
  await page.getByRole("radio", { name: "People", exact: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByLabel("Name", { exact: true }).fill("Paying teams");
  await page.getByRole("button", { name: /People in segment$/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "Payers" }).waitFor();
  await page.locator("input:focus").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Not known yet. It counts on a segment that is still being computed").waitFor();
  await opened.check();
  isComputing = false;
  await page.getByText("2 of 2 accounts").waitFor();
  await page.getByLabel("How many of its people", { exact: true }).fill("2");
  await page.getByText("1 of 2 accounts").waitFor();
  await opened.check();
  await button("Create").focus();
  await page.keyboard.press("Enter");
  await page.getByText("At least 2 of its people are in the segment").waitFor();
  await page.getByText("1 account", { exact: true }).waitFor();
  await send([joined("dee", "globex", "Globex"), paid("dee", 1)]);
  await page.getByText("2 accounts", { exact: true }).waitFor();
  await opened.check();
  expect(opened.barriers).toEqual([]);
  expect(opened.errors).toEqual([]);
});
