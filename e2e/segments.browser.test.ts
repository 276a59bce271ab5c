import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/**
 * A live segment from an empty workspace to its end: made by the keyboard alone with its size beside it, entered by an event while somebody looks,
 * explained for those who are in it and those who are not, compared, changed, named by another, and deleted.
 * Twelve people sign up, nine of them create a report three times; four of the twelve are on the growth plan.
 */
const people = Array.from({ length: 12 }, (_, index) => ({
  id: `user-${index + 1}`,
  name: `Person ${String(index + 1).padStart(2, "0")}`,
  plan: index < 4 ? "growth" : "starter",
}));
const makers = people.slice(0, 9);

let product: Product;
let opened: OpenedConsole;
let page: Page;
let sent = 0;

const send = (messages: object[]) =>
  sendBatch(
    product,
    messages.map((message) => ({ ...message, messageId: `segments-${sent++}` })),
  );

async function sendHistory(): Promise<void> {
  const beganAt = Date.now() - 3 * 86_400_000;
  const at = (minutes: number) => new Date(beganAt + minutes * 60_000).toISOString();
  await send([
    ...people.map(({ id, name, plan }) => ({ type: "identify", userId: id, traits: { name, plan }, timestamp: at(0) })),
    ...people.map(({ id }, i) => ({ type: "track", event: "Signed Up", userId: id, timestamp: at(1 + i) })),
    ...[20, 40, 60].flatMap((minute) =>
      makers.map(({ id }, i) => ({ type: "track", event: "Report Created", userId: id, timestamp: at(minute + i) })),
    ),
  ]);
}

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  ({ page } = opened);
  await opened.signIn();
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const heading = (name: string | RegExp) => page.getByRole("heading", { name, exact: true });
const dialog = () => page.getByRole("dialog");
const check = () => opened.check();

/** Narrows the list that is open, and takes what comes first. */
async function pick(list: string, typed: string, name: string): Promise<void> {
  await page.getByRole("textbox", { name: `Search: ${list}` }).waitFor();
  await page.getByRole("listbox", { name: list }).getByRole("option", { name }).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole("listbox", { name: list }).locator("[data-combobox-selected]", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
}

test("an empty workspace says what a segment is, and how to begin", async () => {
  await page.goto("/segments");
  await heading("No segments yet").waitFor();
  await check();
  await sendHistory();
});

test("a segment is made by the keyboard alone, its size beside it", async () => {
  await button("New segment").focus();
  await page.keyboard.press("Enter");
  await heading("New segment").waitFor();
  await page.keyboard.type("Report makers");
  await button("Did").focus();
  await page.keyboard.press("Enter");
  await button("Event that the person did: any event").focus();
  await page.keyboard.press("Enter");
  await pick("Event that the person did", "report", "Report Created");
  await page.getByText("9 of 12 people").waitFor();
  await page.getByText("Did Report Created at least 3 times within 30 days").waitFor();
  await check();
  await page.getByLabel("Name", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await heading("Report makers").waitFor();
  await page.getByText("Up to date", { exact: true }).waitFor();
  await page.getByText("9 people", { exact: true }).waitFor();
  const names = page.getByRole("link", { name: /^Person \d\d$/ });
  await expect.poll(async () => (await names.allInnerTexts()).toSorted()).toEqual(makers.map(({ name }) => name));
  await check();
});

test("an event changes who is in it while somebody looks", async () => {
  const [, late] = people.slice(9);
  await send([1, 2, 3].map(() => ({ type: "track", event: "Report Created", userId: late?.id, timestamp: new Date().toISOString() })));
  await page.getByText("10 people", { exact: true }).waitFor();
});

test("why somebody is not in it is said condition by condition", async () => {
  await button("Pick a person").click();
  await dialog().getByRole("textbox", { name: "Search people" }).fill("Person 12");
  await dialog()
    .getByRole("button", { name: /^Person 12/ })
    .click();
  await dialog().getByText("Is not in it", { exact: true }).waitFor();
  await dialog().getByText("Did Report Created at least 3 times within 30 days").waitFor();
  await check();
  const address = page.url();
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "hidden" });
  await page.goto(address);
  await dialog().getByText("Is not in it", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
});

test("what cannot be read is said at its condition", async () => {
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await heading("Edit Report makers").waitFor();
  await button("Filter the segment: Property").click();
  await page.getByRole("option", { name: /^plan/ }).click();
  await page.getByLabel("Operator of person’s plan").selectOption("matches");
  await page.getByLabel("Value of person’s plan").fill("gro(");
  await page.getByRole("alert").filter({ hasText: "has a pattern that cannot be read" }).waitFor();
  await check();
  await page.getByLabel("Value of person’s plan").fill("^growth$");
  await page.getByText("4 of 12 people").waitFor();
  await button("Save").click();
  await heading("Report makers").waitFor();
  await page.getByText("4 people", { exact: true }).waitFor();
});

test("a segment may speak of another; they are compared, and the named one stays while it is", async () => {
  await page.goto("/segments/new/live");
  await page.getByLabel("Name", { exact: true }).fill("Starters");
  await button("Segment, in the segment: Segment").click();
  await page.getByRole("option", { name: /^Report makers/ }).click();
  await page.getByLabel("Whether it is so").selectOption("not");
  await page.getByText("8 of 12 people").waitFor();
  await button("Create").click();
  await heading("Starters").waitFor();
  await page.getByText("8 people", { exact: true }).waitFor();
  await page.getByPlaceholder("Another segment").click();
  await page.getByRole("option", { name: "Report makers" }).click();
  await page.getByRole("row", { name: /In both 0/ }).waitFor();
  await check();
  await page.getByText("Is not in the segment").getByRole("link", { name: "Report makers" }).click();
  await heading("Report makers").waitFor();
  await page.getByRole("region", { name: "Used by" }).getByRole("link", { name: "Starters" }).waitFor();
  expect(await button("Delete").getAttribute("aria-disabled")).toBe("true");
});

test("a person tells which segments they are in, and leads to why", async () => {
  await page.getByRole("link", { name: "Person 01", exact: true }).click();
  await page.getByRole("link", { name: "Why they are in Report makers" }).click();
  await dialog()
    .getByText(/^Is in it since/)
    .waitFor();
  await page.keyboard.press("Escape");
});

test("the list finds, and fits a phone", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/segments?search=start");
  await page.getByRole("link", { name: "Starters", exact: true }).waitFor();
  expect(await page.getByRole("link", { name: "Report makers", exact: true }).count()).toBe(0);
  await check();
  await page.getByRole("link", { name: "Starters", exact: true }).click();
  await heading("Starters").waitFor();
  await check();
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("it is deleted once that is confirmed; its people stay", async () => {
  await button("Delete").click();
  await dialog().getByRole("button", { name: "Delete the segment" }).click();
  await heading("Segments").waitFor();
  await page.getByRole("link", { name: "Report makers", exact: true }).waitFor();
  await expect.poll(() => page.getByRole("link", { name: "Starters", exact: true }).count()).toBe(0);
  await page.goto("/segments/starters");
  await heading("There is no such segment in this workspace").waitFor();
});

test("every page is open to everybody, and none of them failed", () => {
  expect(opened.barriers).toEqual([]);
  // A pattern that cannot be read and a segment that is gone were asked for on purpose; the latter is also told as an error of its page.
  expect(opened.errors.filter((error) => !/status of 40[04]|There is no segment "starters"/.test(error))).toEqual([]);
});
