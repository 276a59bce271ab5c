import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "./browser/launch-chromium.ts";
import { findBarriers } from "./support/axe.ts";
import { bootstrap, createProduct, waitUntilProcessed, type Product } from "./support/product.ts";

/**
 * A question from its first word to its link: a funnel is picked from the catalogue by the keyboard alone, its numbers are read, opened, kept and shared.
 * Twelve people sign up, nine of them create a report, six share it; those who do not look at prices.
 */
const people = Array.from({ length: 12 }, (_, index) => ({
  id: `user-${index + 1}`,
  name: `Person ${String(index + 1).padStart(2, "0")}`,
}));
const created = people.slice(0, 9);
const shared = people.slice(0, 6);
const title = "50 % of 12 people get to Report Shared";

let product: Product;
let browser: Browser;
let page: Page;
/** Errors of pages and of their policy. */
const errors: string[] = [];
const barriers: string[] = [];

async function sendHistory(): Promise<void> {
  const beganAt = Date.now() - 3 * 86_400_000;
  const at = (minutes: number) => new Date(beganAt + minutes * 60_000).toISOString();
  const batch = [
    ...people.map(({ id, name }) => ({ type: "identify", userId: id, traits: { name }, timestamp: at(0) })),
    ...people.map(({ id }, i) => ({ type: "track", event: "Signed Up", userId: id, timestamp: at(1 + i) })),
    ...created.map(({ id }, i) => ({ type: "track", event: "Report Created", userId: id, timestamp: at(11 + i) })),
    ...shared.map(({ id }, i) => ({ type: "track", event: "Report Shared", userId: id, timestamp: at(21 + i) })),
    ...people.slice(6).map(({ id }, i) => ({ type: "page", name: "Pricing", userId: id, timestamp: at(26 + i) })),
  ].map((message, index) => ({ ...message, messageId: `insights-${index}` }));
  const answer = await fetch(`${product.url}/v1/batch`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${bootstrap.writeKey}:`).toString("base64")}`, "content-type": "application/json" },
    body: JSON.stringify({ batch }),
  });
  expect(await answer.json()).toMatchObject({ accepted: batch.length });
  await waitUntilProcessed(product);
}

beforeAll(async () => {
  product = await createProduct();
  [browser] = await Promise.all([launchChromium(), product.start()]);
  const context = await browser.newContext({
    baseURL: product.url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(20_000);
  context.on("weberror", (error) => errors.push(error.error().message));
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page = await context.newPage();
  const signedIn = await context.request.post("/api/auth/sign-in/email", { data: bootstrap.owner, headers: { origin: product.url } });
  expect(signedIn.ok(), await signedIn.text()).toBe(true);
  await sendHistory();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const dialog = () => page.getByRole("dialog");
const titled = (on: Page) => on.getByRole("heading", { name: title, exact: true });
const check = async () => void barriers.push(...(await findBarriers(page)));
const asked = () => new URL(page.url()).searchParams.get("q");

/** Narrows the list that is open, and takes what comes first. */
async function pick(list: string, typed: string, name: string): Promise<void> {
  await page.getByRole("textbox", { name: `Search: ${list}` }).waitFor();
  await page.getByRole("listbox", { name: list }).getByRole("option", { name: "Signed Up" }).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole("listbox", { name: list }).locator("[data-combobox-selected]", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await button(`${list}: ${name}`).waitFor();
}

test("a funnel is built from the catalogue by the keyboard alone", async () => {
  await page.goto("/insights");
  await button("Funnel").focus();
  await page.keyboard.press("Enter");
  for (const [step, typed, name] of [
    [1, "signed", "Signed Up"],
    [2, "created", "Report Created"],
  ] as const) {
    await button(new RegExp(`^Event of step ${step}: (?!or another)`)).focus();
    await page.keyboard.press("Enter");
    await pick(`Event of step ${step}`, typed, name);
  }
  await button("Step").focus();
  await page.keyboard.press("Enter");
  await pick("Event of step 3", "shared", "Report Shared");
  await titled(page).waitFor();
  await check();
});

test("each step says how many got there, how many stopped, and what sets those apart who went on", async () => {
  const rows = page.getByRole("region", { name: "Numbers of each step" }).getByRole("row");
  const numbers = async () => (await rows.allInnerTexts()).slice(1).map((row) => row.match(/\d+(?: %)?(?= |\t|\n|$)/g));
  await expect
    .poll(numbers)
    .toMatchObject([["1", "12", "100 %"], expect.arrayContaining(["9", "75 %", "3"]), expect.arrayContaining(["6", "67 %", "50 %", "3"])]);
  await page.getByRole("rowheader", { name: "viewed Pricing" }).waitFor();
});

test("another kind of question is tried and taken back", async () => {
  const before = asked();
  await button("Paths").click();
  await page.getByRole("heading", { name: /^Most go from/ }).waitFor();
  await check();
  await page.keyboard.press("Control+z");
  await titled(page).waitFor();
  expect(asked()).toBe(before);
});

test("behind a number stand people, who are kept as a segment", async () => {
  await button(/^6 reached Report Shared/).focus();
  await page.keyboard.press("Enter");
  await dialog().getByText("6 people", { exact: true }).waitFor();
  const names = dialog()
    .getByRole("listitem")
    .getByRole("link", { name: /^Person/ });
  expect((await names.allInnerTexts()).toSorted()).toEqual(shared.map(({ name }) => name));
  await dialog().getByRole("button", { name: "Save as segment" }).click();
  await check();
  await dialog().getByLabel("Name of the segment").fill("Sharers");
  await page.keyboard.press("Enter");
  await dialog().getByRole("link", { name: "Sharers on People" }).click();
  await page.getByRole("heading", { name: "People", exact: true }).waitFor();
  await page.getByText("6 people", { exact: true }).waitFor();
  await page.goBack();
  await titled(page).waitFor();
});

test("the question is saved, opened again, and read by whoever has its link", async () => {
  const question = asked();
  await button("Save").click();
  await page.getByRole("menuitem", { name: "Save the query…" }).click();
  await dialog().getByLabel("Name").fill("From sign-up to sharing");
  await page.keyboard.press("Enter");
  await page.getByText("Saved. Dashboards can show it now.").waitFor();

  await button("Lifecycle").click();
  await page.getByRole("heading", { name: / came, / }).waitFor();
  await button("Open").click();
  await dialog()
    .getByRole("button", { name: /^From sign-up to sharing/ })
    .waitFor();
  await check();
  await dialog()
    .getByRole("button", { name: /^From sign-up to sharing/ })
    .click();
  await titled(page).waitFor();
  expect(asked()).toBe(question);

  await button("Copy link").click();
  await button("Copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const colleague = await page.context().newPage();
  await colleague.goto(link);
  await titled(colleague).waitFor();
  await colleague.getByRole("rowheader", { name: "viewed Pricing" }).waitFor();
  await colleague.close();
});

test("no page had an error, and none a barrier, in light and dark", () => {
  expect({ errors, barriers }).toEqual({ errors: [], barriers: [] });
});
