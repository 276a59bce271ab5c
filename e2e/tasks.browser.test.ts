import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** Work for a person, from a customer's page to an outcome on their timeline; the queue is worked by the keyboard alone. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
type Tasks = { items: { id: string; title: string; state: string; outcome: string | null }[] };

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  const who = { userId: "ada", context: { groupId: "analytical" } };
  // Somebody who failed at a step.
  const history = [
    { ...who, type: "identify", traits: { name: "Ada Lovelace", email: "ada@analytical.example" } },
    { ...who, type: "group", groupId: "analytical", traits: { name: "Analytical Engines" } },
    { ...who, type: "track", event: "Domain Verification Failed", properties: { error: "DNS record not found" } },
  ];
  await Promise.all([sendBatch(product, history), page.goto("/sign-in")]);
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const row = (title: string) => page.getByRole("row", { name: new RegExp(title) });
const check = () => opened.check();
const tasks = async () => (await product.get<Tasks>("/api/v1/tasks")).items;

test("a task is made on a customer's page, with whom it is about filled in", async () => {
  await page.getByLabel("E-mail").fill(bootstrap.owner.email);
  await page.getByLabel("Password", { exact: true }).fill(bootstrap.owner.password);
  await page.keyboard.press("Enter");
  await heading("Home").waitFor();
  await page.getByText("Nothing waits for a person.", { exact: true }).waitFor();
  const { items } = await product.get<{ items: { id: string }[] }>("/api/v1/people?search=ada");
  await page.goto(`/people/${items[0]?.id}`);
  const section = page.getByRole("region", { name: "Tasks", exact: true });
  await section.getByRole("button", { name: "New task" }).press("Enter");
  const drawer = page.getByRole("dialog", { name: "New task" });
  await drawer.getByLabel("What is to be done").fill("Help Ada verify her domain");
  await drawer.getByLabel("Why").fill("She failed and has not come back.");
  await expect.poll(() => drawer.getByRole("combobox", { name: "Person" }).inputValue()).toBe("Ada Lovelace");
  await expect.poll(() => drawer.getByRole("combobox", { name: "Account" }).inputValue()).toBe("Analytical Engines");
  await drawer.getByLabel("Priority").selectOption("High");
  await check();
  await drawer.getByRole("button", { name: "Make the task" }).press("Enter");
  await drawer.waitFor({ state: "hidden" });
  await section.getByRole("link", { name: "Help Ada verify her domain" }).waitFor();
  await check();
});

test("a task made from an entry of the timeline leads back to that moment", async () => {
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: /Domain check failed: DNS record not found/ }).click();
  await timeline.getByRole("link", { name: "New task", exact: true }).press("Enter");
  const drawer = page.getByRole("dialog", { name: "New task" });
  await drawer.getByLabel("What is to be done").fill("Look at the failure");
  await drawer.getByRole("button", { name: "Make the task" }).press("Enter");
  const opened = page.getByRole("dialog", { name: "Look at the failure" });
  await opened.getByRole("link", { name: "The moment on their timeline" }).waitFor();
  await opened.getByText("Domain Verification Failed, ").waitFor();
  await check();
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "hidden" });
});

test("Home shows what needs a person, the most pressing first", async () => {
  await product.send("POST", "/api/v1/tasks", {
    title: "Ring back",
    due: new Date(Date.now() - 3 * 3_600_000).toISOString(),
    priority: "urgent",
    outcomes: ["Reached", "Not there"],
  });
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  const card = page.getByRole("region", { name: "Needs a person", exact: true });
  await card.getByText("3 h late", { exact: true }).waitFor();
  await card.getByText("0 mine · 3 nobody's · 1 late", { exact: true }).waitFor();
  expect((await card.getByRole("listitem").allTextContents())[0]).toContain("Ring back");
  await check();
});

test("the queue is worked by the keyboard alone: walked, taken, finished with an outcome and a note", async () => {
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await row("Ring back").waitFor();
  await check();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await expect.poll(() => row("Ring back").evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press("a");
  await row("Ring back").getByText("Owner", { exact: false }).waitFor();
  await page.keyboard.press("e");
  const drawer = page.getByRole("dialog", { name: "Ring back" });
  await expect
    .poll(() => drawer.getByRole("radio", { name: "Reached" }).evaluate((element) => element === document.activeElement))
    .toBe(true);
  await check();
  await page.keyboard.press("2");
  expect(await drawer.getByRole("radio", { name: "Not there" }).isChecked()).toBe(true);
  await page.keyboard.press("1");
  await drawer.getByLabel("Note").focus();
  await page.keyboard.type("She will try at 2 o'clock.");
  await page.keyboard.press("Control+Enter");
  await drawer.waitFor({ state: "hidden" });
  await row("Ring back").waitFor({ state: "hidden" });
  expect((await tasks()).find(({ title }) => title === "Ring back")).toMatchObject({ state: "done", outcome: "Reached" });
});

test("what came of a task is on the customer's timeline, and it can be opened again", async () => {
  const task = (await tasks()).find(({ title }) => title === "Help Ada verify her domain");
  await page.goto(`/tasks?task=${task?.id}`);
  const drawer = page.getByRole("dialog", { name: "Help Ada verify her domain" });
  await drawer.getByRole("radio", { name: "Settled" }).check();
  await drawer.getByRole("button", { name: "Finish", exact: true }).press("Enter");
  await drawer.waitFor({ state: "hidden" });
  await page.getByRole("radiogroup", { name: "Which tasks" }).getByText("Closed", { exact: true }).click();
  await row("Help Ada verify her domain").getByText("Settled", { exact: true }).waitFor();
  await check();
  await row("Help Ada verify her domain").getByRole("link", { name: "Ada Lovelace" }).click();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: /Task done: Settled/ }).waitFor();
  await timeline.getByRole("button", { name: /Task made: Help Ada verify her domain/ }).waitFor();
  await page.getByRole("region", { name: "Tasks", exact: true }).getByRole("link", { name: "Help Ada verify her domain" }).click();
  await drawer.getByRole("button", { name: "Open it again" }).press("Enter");
  await drawer.getByText("opened it again").waitFor();
  await drawer.getByRole("radio", { name: "Settled" }).waitFor();
  await check();
});

test("on a phone the queue and a task have their place, and nothing is wider than the page", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/tasks");
  await page.getByRole("button", { name: "Look at the failure" }).click();
  await page.getByRole("dialog", { name: "Look at the failure" }).getByRole("button", { name: "Finish", exact: true }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await check();
  await page.keyboard.press("Escape");
  await button("New task").click();
  await page.getByRole("dialog", { name: "New task" }).waitFor();
  await check();
});

test("no page had an error, and none a barrier, in light and dark", () => {
  expect({ errors: opened.errors, barriers: opened.barriers }).toEqual({ errors: [], barriers: [] });
});
