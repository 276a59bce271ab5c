import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

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
let opened: OpenedConsole;
let page: Page;

async function sendHistory(): Promise<void> {
  // Noon three days ago: nothing that is counted by day lies across midnight.
  const beganAt = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 3 * 86_400_000 + 12 * 3_600_000;
  const at = (minutes: number) => new Date(beganAt + minutes * 60_000).toISOString();
  const batch = [
    ...people.map(({ id, name }) => ({ type: "identify", userId: id, traits: { name }, timestamp: at(0) })),
    ...people.map(({ id }, i) => ({ type: "track", event: "Signed Up", userId: id, timestamp: at(1 + i) })),
    ...created.map(({ id }, i) => ({ type: "track", event: "Report Created", userId: id, timestamp: at(11 + i) })),
    ...shared.map(({ id }, i) => ({ type: "track", event: "Report Shared", userId: id, timestamp: at(21 + i) })),
    ...people.slice(6).map(({ id }, i) => ({ type: "page", name: "Pricing", userId: id, timestamp: at(26 + i) })),
  ].map((message, index) => ({ ...message, messageId: `insights-${index}` }));
  await sendBatch(product, batch);
}

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  await opened.signIn();
  await sendHistory();
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const dialog = () => page.getByRole("dialog");
const titled = (on: Page) => on.getByRole("heading", { name: title, exact: true });
const check = () => opened.check();
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
  await page.getByText(/compared: listed .* by more than chance \(at most 5 % of them false finds\)/).waitFor();
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
  // The page of people has another after it, which fails once.
  let asked = 0;
  await page.route("**/api/v1/query/people", async (route) => {
    const more = route.request().postData()?.includes('"cursor":"more"') === true;
    if (more && asked++ === 0)
      return route.fulfill({ status: 500, json: { error: { code: "internal", message: "No more for now.", requestId: "r" } } });
    if (more) return route.fulfill({ json: { items: [], next: null, total: 6 } });
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...((await response.json()) as object), next: "more" } });
  });
  await button(/^6 reached Report Shared/).focus();
  await page.keyboard.press("Enter");
  await dialog().getByText("6 people", { exact: true }).waitFor();
  const names = dialog()
    .getByRole("listitem")
    .getByRole("link", { name: /^Person/ });
  await dialog().getByRole("button", { name: "Load more" }).click();
  await dialog().getByRole("alert").filter({ hasText: "More could not be loaded. No more for now." }).waitFor();
  expect((await names.allInnerTexts()).toSorted(), "what was there stays").toEqual(shared.map(({ name }) => name));
  await dialog().getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => dialog().getByRole("alert").count()).toBe(0);
  await page.unroute("**/api/v1/query/people");
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

/** The queries in the addresses of tests are plain JSON; the explorer reads them as it reads its own. */
const inAddress = (query: object) => `/insights?q=${Buffer.from(JSON.stringify(query)).toString("base64url")}`;

test("a saved query that is open is changed, taken back, saved, and renamed", async () => {
  await button("Open").click();
  await dialog()
    .getByRole("button", { name: /^From sign-up to sharing/ })
    .click();
  await button("Leave From sign-up to sharing").waitFor();
  expect(await page.getByText("edited", { exact: true }).count()).toBe(0);
  await button("Retention").click();
  await page.getByText("edited", { exact: true }).waitFor();
  await check();
  await button("Take back").click();
  await titled(page).waitFor();
  await page.getByText("edited", { exact: true }).waitFor({ state: "detached" });

  await page.getByLabel("Order").selectOption("any");
  await page.getByText("edited", { exact: true }).waitFor();
  await button("Save changes").click();
  await page.getByText("“From sign-up to sharing” is saved. Dashboards that show it follow.").waitFor();
  await page.getByText("edited", { exact: true }).waitFor({ state: "detached" });

  await button("Save").click();
  await page.getByRole("menuitem", { name: "Rename…" }).click();
  await dialog().getByLabel("Name").fill("Sign-up to sharing");
  await page.keyboard.press("Enter");
  await button("Leave Sign-up to sharing").waitFor();
});

test("what somebody else changed meanwhile is not overwritten unseen", async () => {
  const { items } = await product.get<{ items: { id: string; name: string; description: string; query: object }[] }>(
    "/api/v1/saved-queries",
  );
  const saved = items.find(({ name }) => name === "Sign-up to sharing");
  const theirs = { kind: "stickiness", range: { last: { value: 14, unit: "day" } }, event: "Report Shared" };
  const changed = await fetch(`${product.url}/api/v1/saved-queries/${saved?.id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${bootstrap.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ name: saved?.name, description: "", query: theirs }),
  });
  expect(changed.ok, await changed.text()).toBe(true);
  await button("Retention").click();
  await button("Save changes").click();
  await dialog()
    .getByText(/was changed .* after you opened it/)
    .waitFor();
  await check();
  await dialog().getByRole("button", { name: "Open theirs" }).click();
  await button("Stickiness").and(page.locator("[aria-pressed=true]")).waitFor();
  await page.getByText("edited", { exact: true }).waitFor({ state: "detached" });
});

test("the interval that still runs is told so far, and the period before is opened from the table", async () => {
  await page.goto(
    inAddress({
      kind: "trends",
      range: { last: { value: 2, unit: "day" } },
      series: [{ event: "Signed Up", measure: { kind: "people" } }],
      compare: "previous",
    }),
  );
  await page.getByRole("button", { name: /table and download$/ }).click();
  await page.getByRole("menuitem", { name: "Show as table" }).click();
  await page.getByRole("cell", { name: /, so far$/ }).waitFor();
  await page.getByRole("columnheader", { name: "Signed Up, before" }).waitFor();
  await page.getByRole("cell").getByRole("button", { name: "12", exact: true }).click();
  await dialog()
    .getByRole("heading", { name: /^Signed Up, before, / })
    .waitFor();
  await dialog().getByText("12 people", { exact: true }).waitFor();
  await check();
  await page.keyboard.press("Escape");
});

test("no page had an error, and none a barrier, in light and dark", () => {
  // The browser tells of the one conflict that was meant.
  expect(opened.errors).toEqual(
    ["500 (Internal Server Error)", "409 (Conflict)"].map(
      (status) => `Failed to load resource: the server responded with a status of ${status}`,
    ),
  );
  expect(opened.barriers).toEqual([]);
});
