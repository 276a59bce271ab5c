import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/**
 * A journey from its template to one customer's way through it: made, read, opened, changed, watched and pinned.
 * Twelve people sign up, nine connect data, six build a report, four share it.
 */
let product: Product;
let opened: OpenedConsole;
let page: Page;
const people = Array.from({ length: 12 }, (_, index) => ({
  id: `user-${index + 1}`,
  name: `Person ${String(index + 1).padStart(2, "0")}`,
}));
const steps = [
  { event: "Signed Up", reach: 12 },
  { event: "Data Source Connected", reach: 9 },
  { event: "Report Created", reach: 6 },
  { event: "Report Shared", reach: 4 },
];

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  await opened.signIn();
  const beganAt = Date.now() - 3 * 86_400_000;
  const at = (minutes: number) => new Date(beganAt + minutes * 60_000).toISOString();
  await sendBatch(
    product,
    people
      .flatMap(({ id, name }, person) => [
        { type: "identify", userId: id, traits: { name }, timestamp: at(person - 1) },
        ...steps
          .filter(({ reach }) => person < reach)
          .map(({ event }, step) => ({ type: "track", event, userId: id, timestamp: at(person + 60 * step) })),
      ])
      .map((message, index) => ({ ...message, messageId: `journey-${index}` })),
  );
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
const link = (name: string) => page.getByRole("link", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
/** A text field of the editor, whose description makes its name longer. */
const field = (name: string) => page.getByRole("textbox", { name }).first();
const check = () => opened.check();
type Journey = { owner: string | null; window: unknown; targets: Record<string, number>; stages: { key: string; name: string }[] };

test("without a journey there are four templates, each with what of it arrives; one is seen before it is made", async () => {
  await page.goto("/journeys");
  await heading("Begin with").waitFor();
  expect(await page.locator("article h3").allTextContents()).toEqual(["Onboarding", "Complaint resolution", "Renewal", "Purchase"]);
  await page.getByText("None of its events arrive yet").first().waitFor();
  await check();
  await link("Use it: Renewal").press("Enter");
  await page.getByText("Nobody has entered in the last 28 days.", { exact: false }).waitFor();
  await page.goto("/journeys/new?template=onboarding");
  await page.getByText("Last 28 days: 12 entered, 4 completed.", { exact: true }).waitFor();
  await check();
  await button("Create").press("Enter");
  await heading("Onboarding").waitFor();
});

test("its map counts whoever came to each stage, and the people behind a number are there", async () => {
  await button("9 arrived in Connect data: who?").waitFor();
  await button("6 arrived in First report: who?").waitFor();
  await check();
  await button("4 completed: who?").press("Enter");
  const drawer = page.getByRole("dialog", { name: "Completed" });
  await drawer.getByText("Person 04", { exact: true }).waitFor();
  expect(await drawer.getByRole("listitem").count()).toBe(4);
  await check();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await page.getByText("Table", { exact: true }).click();
  await page.getByRole("row", { name: /^Signed up Connect data goes on/ }).waitFor();
  await check();
});

test("one customer's way is a strip, and each step leads to the timeline", async () => {
  await link("Instances").press("Enter");
  await heading("Onboarding: instances").waitFor();
  await link("Person 04").press("Enter");
  await heading("Person 04").waitFor();
  const marks = page.locator("[data-mark]");
  expect(await marks.count()).toBe(4);
  await marks.first().focus();
  await page.keyboard.press("End");
  expect(await marks.last().evaluate((element) => element === document.activeElement)).toBe(true);
  await page.locator("b", { hasText: /Report Shared · Customer on .* → done/ }).waitFor();
  await check();
  await page.getByRole("listitem").getByRole("link", { name: "Report Shared" }).press("Enter");
  await page.waitForURL(/\/people\/.*entry=/);
});

test("owner, window, a stage's name and a target are changed, and its figure is judged by them", async () => {
  await page.goto("/journeys/onboarding");
  await link("Edit").press("Enter");
  await heading("Edit Onboarding").waitFor();
  await field("Owner").fill("Growth");
  await field("Window").fill("2");
  await field("Name of stage 2").fill("Connect a source");
  await field("Completed").fill("90");
  await page.getByText("Last 28 days: 12 entered, 4 completed.", { exact: true }).waitFor();
  await check();
  await button("Save").press("Enter");
  await heading("Onboarding").waitFor();
  await button("9 arrived in Connect a source: who?").waitFor();
  const saved = await product.get<Journey>("/api/v1/journeys/onboarding");
  expect(saved).toMatchObject({ owner: "Growth", window: { value: 2, unit: "day" }, targets: { completion: 0.9 } });
  expect(saved.stages[1], "a stage keeps its key when it is called otherwise").toEqual(
    expect.objectContaining({ key: "connect-data", name: "Connect a source" }),
  );
  await page
    .getByRole("list", { name: "Figures of the journey" })
    .getByRole("button", { name: /^Completed/ })
    .press("Enter");
  await page
    .getByRole("dialog", { name: "Completion" })
    .getByText(/Target 90 %: missed/)
    .waitFor();
  await check();
});

test("an alert watches its completion", async () => {
  await link("Alert me").press("Enter");
  const drawer = page.getByRole("dialog", { name: "New alert" });
  await drawer.getByText("Watched is the share of ended instances that reached the goal.", { exact: true }).waitFor();
  await drawer.getByLabel("Fires", { exact: true }).selectOption("threshold");
  await drawer.getByLabel("When it is").selectOption("below");
  await drawer.getByLabel("Percent").fill("50");
  await drawer.getByText("Would fire now", { exact: true }).waitFor();
  await check();
  await drawer.getByRole("button", { name: "Create the alert" }).press("Enter");
  await page.getByText("Firing", { exact: true }).first().waitFor();
  await check();
});

test("its tile on a dashboard is a table, a CSV and a picture", async () => {
  await page.goto("/insights/dashboards");
  await button("New dashboard").first().press("Enter");
  await page.getByRole("dialog").getByLabel("Name").fill("Growth");
  await page.keyboard.press("Enter");
  await heading("Growth").or(heading("Edit Growth")).waitFor();
  if (await button("Edit").isVisible()) await button("Edit").press("Enter");
  await button("Add a tile").first().press("Enter");
  const drawer = page.getByRole("dialog", { name: "Add a tile" });
  // Nothing is saved yet, so one begins with a question.
  await drawer.getByLabel("Title").waitFor();
  await drawer.getByText("Journey", { exact: true }).click();
  await drawer.getByRole("button", { name: /^Onboarding/ }).press("Enter");
  await button("Save").press("Enter");
  await button("Edit").waitFor();

  const tile = page.getByRole("region", { name: "Onboarding", exact: true });
  const menu = tile.getByRole("button", { name: /table and download$/ });
  const download = async (name: string) => {
    await menu.press("Enter");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name }).press("Enter")]);
    return readFile(await file.path());
  };
  expect((await download("Download CSV")).toString()).toContain("Connect a source,9,");
  const picture = await download("Download PNG");
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)], "width and height, at twice the size").toEqual([1864, 684]);
  await menu.press("Enter");
  await page.getByRole("menuitem", { name: "Show as table" }).press("Enter");
  await tile.getByRole("cell", { name: "Connect a source" }).waitFor();
  await check();
});

test("no page had an error, and none a barrier, in light and dark", () => {
  expect(opened).toMatchObject({ errors: [], barriers: [] });
});
