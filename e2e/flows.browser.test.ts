import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { flowPage, type FlowPage } from "./support/draw-flow.ts";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/**
 * “Stalled at verification” drawn from nothing, by keyboard and by mouse: who fails gets a message in the product, has time to try, and if that is not enough a person looks at it.
 * It is checked and published; then people fail while somebody looks, and the canvas says where they are.
 */
let product: Product;
let opened: OpenedConsole;
let page: Page;
let flow: FlowPage;
const failed = "Domain Verification Failed";
const done = "Domain Verification Completed";
/** What is called by a flow; it hears each call once, or the test says so. */
let called: Server;
const calls: string[] = [];
type Counts = {
  steps: Record<string, { inside: number; failed: number }>;
  edges: { from: string; way: string; count: number }[];
  control: number;
};

beforeAll(async () => {
  product = await createProduct({ env: { THROUGHLINE_OUTBOUND_PRIVATE: "on" } });
  called = createServer((request, response) => {
    calls.push(request.url ?? "");
    response.end("{}");
  });
  await new Promise<void>((resolve) => called.listen(0, "127.0.0.1", resolve));
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  ({ page } = opened);
  flow = flowPage(page);
  opened.context.setDefaultTimeout(40_000);
  await opened.signIn();
  await sendBatch(product, [
    { type: "track", event: failed, userId: "early", messageId: "early-1" },
    { type: "track", event: done, userId: "early", messageId: "early-2" },
  ]);
  await product.send("POST", "/api/v1/templates", { name: "In-app help", key: "in-app-help", channel: "in_app" });
  await product.send("POST", "/api/v1/templates/in-app-help/publish");
}, 240_000);
afterAll(async () => {
  await opened?.close();
  called?.close();
  await product?.remove();
});

const card = (id: string) => page.locator(`[data-step="${id}"]`);
const check = () => opened.check();
/** By the menu of the flow, with the keyboard. */
async function letIn(name: string): Promise<void> {
  await page.getByRole("button", { name: "More about the flow" }).press("Enter");
  await page.getByRole("menuitem", { name: /^Let somebody in/ }).press("Enter");
  const drawer = page.getByRole("dialog", { name: /^Let somebody into/ });
  await drawer.getByRole("textbox").fill(name);
  await drawer.getByRole("button", { name: new RegExp(name) }).press("Enter");
  await page
    .getByRole("dialog", { name: `Let ${name} in?` })
    .getByRole("button", { name: "Let them in" })
    .press("Enter");
}
async function isFocused(id: string): Promise<void> {
  await expect.poll(() => card(id).evaluate((element) => element === document.activeElement), { timeout: 20_000 }).toBe(true);
}

test("an empty workspace offers ready flows, and to draw one from nothing", async () => {
  await page.goto("/engage/flows");
  await page.getByRole("heading", { name: "No flow yet" }).waitFor();
  await page.getByRole("article").filter({ hasText: "Stalled at verification" }).waitFor();
  await check();
  await flow.button("New flow").first().press("Enter");
  const dialog = page.getByRole("dialog", { name: "New flow" });
  await dialog.getByLabel("Name").fill("Stuck at verification");
  await page.keyboard.press("Enter");
  await flow.panel("How it begins, and what it is for").waitFor();
  await card("trigger").waitFor();
});

test("what lets people in and what it is for is said beside the canvas", async () => {
  const begins = flow.panel("How it begins, and what it is for");
  await begins.getByLabel("Lets people in").selectOption({ label: "Event" });
  await flow.pickEvent("the trigger", failed);
  await begins.getByRole("switch", { name: "It has a goal" }).press("Space");
  await flow.pickEvent("the goal", done);
  await flow.saved();
  await check();
  await begins.press("Escape");
  await begins.waitFor({ state: "hidden" });
  await isFocused("trigger");
});

test("steps are added by the keyboard: N, a kind, Enter to edit", async () => {
  await page.keyboard.press("n");
  await page.getByRole("menuitem", { name: /^Message/ }).press("Enter");
  await card("message").waitFor();
  await isFocused("message");
  await page.keyboard.press("Enter");
  const message = flow.panel("Message");
  await message.getByLabel("Channel").selectOption({ label: "In-app" });
  const template = message.getByRole("combobox", { name: "Template" });
  await template.click();
  await page.getByRole("option", { name: "In-app help" }).click();
  await flow.saved();
  await check();
});

test("and by the mouse, in the way where they belong", async () => {
  await flow.button("Add a step after In-app: in-app-help").click();
  await page.getByRole("menuitem", { name: /^Wait/ }).click();
  const wait = flow.panel("Wait");
  await wait.getByLabel("Waits for").selectOption({ label: "Something that they do" });
  await flow.pickEvent("the wait", done);
  await flow.button(/^Add a step after .*: not within 2 days$/).click();
  await page.getByRole("menuitem", { name: /^Task/ }).click();
  await flow.panel("Task").getByLabel("What is to be done").fill("Look at the domain of {{ person.name }}");
  await card("task").getByText("Look at the domain").waitFor();
  await flow.saved();
});

test("arrow keys walk the flow, Delete removes and Control Z brings back", async () => {
  await card("task").focus();
  await page.keyboard.press("ArrowUp");
  expect(await page.evaluate("document.activeElement.dataset.step")).toBe("wait");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Delete");
  await card("wait").waitFor({ state: "hidden" });
  await page.keyboard.press("Control+z");
  await card("wait").waitFor();
  await card("task").waitFor();
  await flow.saved();
});

test("the same flow is a list", async () => {
  await page.goto(`${new URL(page.url()).pathname}?as=list`);
  const list = page.getByRole("list", { name: "Steps of the flow" });
  await list.getByRole("button", { name: /^Look at the domain/ }).waitFor();
  await check();
  await page.goto(new URL(page.url()).pathname);
});

test("it is checked, and published", async () => {
  await flow.button(/^Check/).click();
  await flow
    .panel("Check")
    .getByText(/can be published/)
    .waitFor();
  await flow.button("Publish…").click();
  const dialog = page.getByRole("dialog", { name: "Publish Stuck at verification" });
  await dialog.getByText(`Goal: ${done} within 14 days.`).waitFor();
  await check();
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Live", { exact: true }).waitFor();
});

test("people come in while somebody looks: the canvas counts them, and leads to them", async () => {
  await sendBatch(
    product,
    Array.from({ length: 24 }, (_, i) => ({ type: "track", event: failed, userId: `user-${i}`, messageId: `fail-${i}` })),
  );
  const here = page.getByRole("link", { name: /^\d+ here at Wait until/ });
  await here.waitFor();
  const { steps, edges, control } = await product.get<Counts>("/api/v1/flows/stuck-at-verification/counts");
  const entered = edges.find(({ from, way }) => from === "trigger" && way === "next")?.count ?? 0;
  expect(entered + control).toBe(24);
  expect(steps["wait"]?.inside).toBe(entered);
  await check();
  await here.press("Enter");
  await page.getByRole("table", { name: "People in Stuck at verification" }).waitFor();
  await expect.poll(() => page.getByRole("row").count(), { timeout: 20_000 }).toBe(entered + 1);
  await check();
});

test("people of them are found as the list of people finds them", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type("user-1");
  // user-1 and user-10 to user-19, as far as nobody left them alone, and the head of the table.
  await expect.poll(() => page.getByRole("row").count(), { timeout: 20_000 }).toBeLessThan(13);
  expect(await page.getByRole("row").count()).toBeGreaterThan(1);
  await check();
});

test("a run tells everything that it did, and why", async () => {
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("heading", { name: "What it did, and why" }).waitFor();
  await page.getByText("Came in", { exact: false }).first().waitFor();
  await check();
});

test("a run that fails says why and is counted; once that is put right it is tried again, and goes on once", async () => {
  const url = `http://127.0.0.1:${(called.address() as AddressInfo).port}`;
  const steps = {
    tell: { kind: "webhook", label: "Tell the CRM", url: "{{ person.hook }}", next: "rest", failed: null },
    rest: { kind: "wait", wait: { for: "duration", duration: { value: 1, unit: "day" } }, next: null },
  };
  const definition = { trigger: { kind: "manual" }, entry: { again: "always" }, exit: {}, holdout: 0, start: "tell", steps };
  // Nobody is left alone here, who would then not be called about.
  const { rules } = await product.get<{ rules: { holdout: object } }>("/api/v1/arbiter/rules");
  await product.send("PUT", "/api/v1/arbiter/rules", { rules: { ...rules, holdout: { ...rules.holdout, share: 0 } } });
  const { key } = await product.send<{ key: string }>("POST", "/api/v1/flows", { name: "CRM", definition });
  await product.send("POST", `/api/v1/flows/${key}/publish`);
  await sendBatch(product, [{ type: "identify", userId: "ann", messageId: "ann-1", traits: { name: "Ann Berg" } }]);
  await page.goto(`/engage/flows/${key}`);
  await letIn("Ann Berg");
  await page.getByText("Ann Berg came in.").waitFor();
  await page.getByRole("link", { name: /^1 failed at Tell the CRM/ }).press("Enter");
  await page.getByRole("link", { name: "Ann Berg" }).press("Enter");
  await page.getByText("It failed at Tell the CRM").waitFor();
  await page.getByText("The address comes out empty.").first().waitFor();
  await check();
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await page.getByText("It failed again").waitFor();
  await sendBatch(product, [{ type: "identify", userId: "ann", messageId: "ann-2", traits: { hook: `${url}/ann` } }]);
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await page.getByText("It was tried again, and goes on.").waitFor();
  await page.getByText("Waits for 1 day.").waitFor();
  await page
    .getByText(/tried “Tell the CRM” again/)
    .last()
    .waitFor();
  expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  await check();
  expect(calls).toEqual(["/ann"]);
  expect((await product.get<Counts>(`/api/v1/flows/${key}/counts`)).steps).toMatchObject({
    tell: { inside: 0, failed: 0 },
    rest: { inside: 1 },
  });
  await page.goto(`/engage/flows/${key}`);
  await letIn("Ann Berg");
  await page.getByText(/They are in it already, since /).waitFor();
});

test("all that failed are tried again at once, from the list of people", async () => {
  const url = `http://127.0.0.1:${(called.address() as AddressInfo).port}`;
  const hook = (user: string) => ({ type: "identify", userId: user, messageId: `${user}-hook`, traits: { hook: `${url}/${user}` } });
  await sendBatch(
    product,
    ["cem", "dee", "eve"].map((user) => ({ type: "identify", userId: user, messageId: `${user}-1`, traits: { name: user } })),
  );
  const { items } = await product.get<{ items: { id: string; name: string }[] }>("/api/v1/people?limit=200");
  const people = items.filter(({ name }) => ["cem", "dee", "eve"].includes(name)).map(({ id }) => id);
  expect((await product.send<{ entered: number }>("POST", "/api/v1/flows/crm/start", { people })).entered).toBe(3);
  await sendBatch(product, ["cem", "dee"].map(hook));
  await page.goto("/engage/flows/crm/runs?step=tell&state=failed");
  await page.getByRole("button", { name: "Try all failed again (3)" }).press("Enter");
  const asked = page.getByRole("dialog", { name: "Try 3 failed runs at “Tell the CRM” again?" });
  await asked.waitFor();
  await check();
  await asked.getByRole("button", { name: "Try them again" }).press("Enter");
  await page.getByText("3 runs tried again: 2 did not fail, 1 failed again.").waitFor();
  await page.getByRole("button", { name: "Try all failed again (1)" }).waitFor();
  await expect.poll(() => page.getByRole("row").count(), { timeout: 20_000 }).toBe(2);
  await expect.poll(() => calls.toSorted(), { timeout: 20_000 }).toEqual(["/ann", "/cem", "/dee"]);
});

test("of a trigger by hand the past cannot tell: a simulation says so, instead of zeros", async () => {
  await page.goto("/engage/flows/crm");
  await flow.button("Simulate").click();
  const simulate = flow.panel("Simulate on the past");
  await simulate.getByRole("button", { name: "Run it" }).click();
  await simulate.getByText("This trigger cannot be simulated").waitFor();
  expect(await simulate.getByText("Would have come in").count()).toBe(0);
  await check();
});

test("no page threw an error, and none has a barrier", () => {
  expect(opened.errors).toEqual([]);
  expect(opened.barriers).toEqual([]);
});
