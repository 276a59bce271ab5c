import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** From a question in plain words to a number that nobody has to look at: asked, pinned, put in its place by the keyboard, and watched. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
let receiver: Server;
const received: { headers: IncomingHttpHeaders; body: string }[] = [];
const dayMs = 86_400_000;

beforeAll(async () => {
  product = await createProduct();
  receiver = await startReceiver();
  [opened] = await Promise.all([openConsole(product.url), product.start({ THROUGHLINE_OUTBOUND_PRIVATE: "on" })]);
  page = opened.page;
  await Promise.all([sendHistory(), page.goto("/sign-in")]);
}, 180_000);
afterAll(async () => {
  await opened?.close();
  receiver?.close();
  await product?.remove();
});

/** Keeps what a webhook is sent. */
async function startReceiver(): Promise<Server> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Twelve people of two plans who signed up, twice: yesterday and now, so that the last whole day has twelve also when midnight passes meanwhile. */
async function sendHistory(): Promise<void> {
  const batch = [Date.now() - dayMs, Date.now()].flatMap((at) =>
    Array.from({ length: 12 }, (_, i) => ({
      type: "track",
      event: "Signed Up",
      userId: `user-${i}`,
      messageId: `signed-up-${at}-${i}`,
      timestamp: new Date(at - i).toISOString(),
      properties: { plan: i % 3 === 0 ? "pro" : "free" },
    })),
  );
  await sendBatch(product, batch);
}

const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const tile = (name: string) => page.getByRole("region", { name, exact: true }).first();
const check = () => opened.check();
type Dashboards = { items: { id: string; name: string }[] };
type Dashboard = { tiles: { kind: string; title?: string; x: number; y: number; w: number; h: number }[] };

test("a question with an unknown word is declined by that word, and one that is understood is answered", async () => {
  await page.getByLabel("E-mail").fill(bootstrap.owner.email);
  await page.getByLabel("Password", { exact: true }).fill(bootstrap.owner.password);
  await page.keyboard.press("Enter");
  await heading("Home").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or jump to" }).waitFor();
  await page.keyboard.type("How many unicorns signed up?");
  await page.locator("[data-selected]", { hasText: "Ask: How many unicorns signed up?" }).waitFor();
  await page.keyboard.press("Enter");
  const ask = page.getByRole("region", { name: "Ask in plain words" });
  await ask.getByText("I did not understand “unicorns”.", { exact: true }).waitFor();
  expect(await ask.locator("mark").allTextContents()).toEqual(["unicorns"]);
  await check();

  await page.getByRole("searchbox", { name: "Ask a question" }).fill("How many people signed up?");
  await page.keyboard.press("Enter");
  await ask.getByText("People who did Signed Up, by day, in the last 30 days.", { exact: true }).waitFor();
  await page.getByRole("heading", { name: /^People who did Signed Up/ }).waitFor();
  await check();
});

test("its answer is pinned to a new dashboard", async () => {
  await button("Save").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Save to a dashboard…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save to a dashboard" });
  await dialog.getByLabel("Title of the tile").fill("Sign-ups");
  await dialog.getByLabel("Its name").fill("Growth");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await heading("Growth").waitFor();
  await tile("Sign-ups")
    .getByRole("img", { name: /The same is in the table/ })
    .waitFor();
  await check();
});

test("tiles are added, moved and resized by the keyboard alone, and lie there when it is opened again", async () => {
  await button("Edit").focus();
  await page.keyboard.press("Enter");
  await button("Add a tile").focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Add a tile" });
  await drawer.getByText("Text", { exact: true }).click();
  await drawer.getByRole("textbox", { name: "Text", exact: true }).fill("# Read me\nWhat matters here.");
  await drawer.getByRole("button", { name: "Add", exact: true }).press("Enter");
  await drawer.waitFor({ state: "hidden" });

  const handle = button("Move Sign-ups");
  const place = () =>
    tile("Sign-ups").evaluate((element) => ["--x", "--y", "--w", "--h"].map((name) => Number(element.style.getPropertyValue(name))));
  await handle.focus();
  expect(await place()).toEqual([1, 1, 6, 4]);
  await page.keyboard.press("ArrowRight");
  await expect.poll(place).toEqual([2, 1, 6, 4]);
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await expect.poll(place).toEqual([2, 1, 7, 5]);
  expect(await handle.evaluate((element) => element === document.activeElement), "the handle keeps the focus").toBe(true);
  await check();
  await button("Save").press("Enter");
  await button("Edit").waitFor();

  const [kept] = (await product.get<Dashboards>("/api/v1/dashboards")).items;
  const { tiles } = await product.get<Dashboard>(`/api/v1/dashboards/${kept?.id}`);
  expect(tiles.find(({ title }) => title === "Sign-ups")).toMatchObject({ x: 1, y: 0, w: 7, h: 5 });
  await page.reload();
  await heading("Read me").waitFor();
  expect(await place()).toEqual([2, 1, 7, 5]);
});

test("a filter holds for all tiles, and stands in the address", async () => {
  await page.getByLabel("Time on all tiles").selectOption("Last 7 days");
  await expect.poll(() => new URL(page.url()).searchParams.get("filters")).toContain('"value":7');
  await tile("Sign-ups").getByText("per day · 7 days").waitFor();
  await button("Clear").click();
  await tile("Sign-ups").getByText("per day · 30 days").waitFor();
});

test("on the whole screen are the tiles alone, and what they open is seen there", async () => {
  await button("Full screen").click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await heading("Growth").waitFor({ state: "hidden" });
  // A click reaches only what is seen.
  await tile("Sign-ups")
    .getByRole("button", { name: /table and download$/ })
    .click();
  await page.getByRole("menuitem", { name: "Show as table" }).click();
  await tile("Sign-ups").getByRole("cell", { name: "12", exact: true }).first().waitFor();
  await check();
  await page.evaluate(() => document.exitFullscreen());
  await heading("Growth").waitFor();
});

test("an alert on the tile's question says what it would find, fires, and tells a webhook with a signature", async () => {
  await page.getByRole("link", { name: "Explore Sign-ups" }).press("Enter");
  await button("Save").click();
  await page.getByRole("menuitem", { name: "Alert on it…" }).click();
  const drawer = page.getByRole("dialog", { name: "New alert" });
  await drawer.getByLabel("Name").fill("Too many sign-ups");
  await drawer.getByLabel("Fires", { exact: true }).selectOption("at a threshold");
  await drawer.getByLabel("Value", { exact: true }).fill("20");
  await drawer.getByText("Would be calm now", { exact: true }).waitFor();
  await drawer.getByLabel("Value", { exact: true }).fill("11");
  await drawer.getByText("Would fire now", { exact: true }).waitFor();
  await drawer.getByLabel("Webhook").fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/alerts`);
  await check();
  await drawer.getByRole("button", { name: "Create the alert" }).press("Enter");
  await page.getByRole("dialog", { name: "Too many sign-ups" }).waitFor();

  await expect.poll(() => received.length, { timeout: 30_000 }).toBe(1);
  const [{ id, webhookSecret } = { id: "", webhookSecret: "" }] = (
    await product.get<{ items: { id: string; webhookSecret: string }[] }>("/api/v1/alerts")
  ).items;
  const { headers, body } = received[0] as (typeof received)[number];
  expect(JSON.parse(body)).toMatchObject({ type: "alert.firing", data: { alert: { id }, value: 12, reference: 11 } });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const key = Buffer.from(webhookSecret.replace("whsec_", ""), "base64");
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);

  const details = page.getByRole("dialog", { name: "Too many sign-ups" });
  await details.getByText("Firing", { exact: true }).first().waitFor();
  await page.reload();
  await details.getByText("webhook: sent", { exact: true }).waitFor();
  await check();
});

test("no page had an error, and none a barrier, in light and dark", () => {
  expect(opened).toMatchObject({ errors: [], barriers: [] });
});
