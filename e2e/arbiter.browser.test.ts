import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** A touch is tried, a rule is changed, and from then on it holds back: on the person, on their timeline and in the report it says why. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
let personId: string;

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  const traits = { name: "Ada Lovelace", email: "ada@analytical.example", timezone: "UTC" };
  await sendBatch(product, [{ type: "identify", userId: "ada", traits }]);
  const { items } = await product.get<{ items: { id: string }[] }>("/api/v1/people?search=ada");
  personId = items[0]?.id ?? "";
  // Whom a draw leaves alone, and what time it is, are no part of this story.
  const { rules } = await product.get<{ rules: object }>("/api/v1/arbiter/rules");
  await setRules({ ...rules, quietHours: null, holdout: { share: 0, flowShare: 0, purposes: [] } });
  await opened.signIn();
}, 240_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const setRules = (rules: object) => product.send("PUT", "/api/v1/arbiter/rules", { rules });

const check = () => opened.check();
/** What the page says below its title. */
async function says(text: string): Promise<void> {
  await expect.poll(() => page.locator("header").first().innerText(), { timeout: 20_000 }).toContain(text);
}
const status = (text: string) => page.getByRole("status").getByText(text, { exact: true });

test("a touch is tried on a person, by the keyboard, and the address shows the same again", async () => {
  await page.goto("/engage/arbiter/simulator");
  await page.getByText("Pick a person", { exact: true }).waitFor();
  await check();
  await page.getByRole("combobox", { name: "Person" }).focus();
  await page.keyboard.type("ada");
  await page.getByRole("option", { name: "Ada Lovelace" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await status("Held back by Consent").waitFor();
  await page.getByText("They never agreed to what is promotional.", { exact: true }).waitFor();
  await page.getByLabel("Purpose", { exact: true }).selectOption("Service");
  await status("Allowed").waitFor();
  await page.getByLabel("Topic", { exact: true }).fill("onboarding");
  await page.waitForURL(/topic=onboarding/);
  await check();
  await page.reload();
  await status("Allowed").waitFor();
  expect(await page.getByLabel("Purpose", { exact: true }).inputValue()).toBe("service");
});

test("a rule is changed: what differs is said, and it is tried before it is saved", async () => {
  await page.goto("/engage/arbiter/rules");
  const changes = page.getByRole("complementary", { name: "Changes" });
  await changes.getByText("The rules that hold", { exact: true }).waitFor();
  await page.getByRole("group", { name: "Service" }).getByLabel("Consent", { exact: true }).selectOption("Needs a yes");
  await changes.getByText("Not saved yet", { exact: true }).waitFor();
  await changes.getByText(/^Was: Transactional needs none, Service unless refused/).waitFor();
  await check();
  await changes.getByRole("button", { name: "Try before saving" }).press("Enter");
  const drawer = page.getByRole("dialog", { name: "Try the rules before saving them" });
  await drawer.getByRole("combobox", { name: "Person" }).fill("ada");
  await page.getByRole("option", { name: "Ada Lovelace" }).click();
  await drawer.getByLabel("Purpose", { exact: true }).selectOption("Service");
  await drawer.getByText("With the rules that hold: Allowed. Every rule allows it.", { exact: true }).waitFor();
  await drawer.getByText("Held back by Consent", { exact: true }).waitFor();
  await check();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "hidden" });
  await changes.getByRole("button", { name: "Save the rules" }).press("Enter");
  await changes.getByText("The rules that hold", { exact: true }).waitFor();
  await says("Version 2 of the rules, changed ");
});

test("from then on it holds back, and the person's page says why", async () => {
  const touch = {
    id: "welcome:1",
    person: "userId:ada",
    kind: "message",
    purpose: "service",
    channel: "email",
    title: "Welcome",
    flow: "first-steps",
  };
  expect(await product.send("POST", "/api/v1/touches/decide", touch)).toMatchObject({ answer: "no", rule: "consent" });
  await page.goto(`/people/${personId}`);
  const section = page.getByRole("region", { name: "Decisions", exact: true });
  await section.getByText("Held back by Consent", { exact: true }).waitFor();
  await section.getByRole("button", { name: "Welcome" }).press("Enter");
  const story = page.getByRole("dialog", { name: "Why they did, or did not, get it" });
  await story.getByText("They never agreed to what is service.", { exact: true }).waitFor();
  await story.getByRole("button", { name: /^Show the \d+ rules that allow it$/ }).press("Enter");
  await story.getByText("The channel reaches them.", { exact: true }).waitFor();
  await check();
  await story.getByRole("button", { name: "All decisions about them" }).press("Enter");
  const all = page.getByRole("dialog", { name: "Decisions about them" });
  await all.getByRole("button", { name: /^Welcome/ }).waitFor();
  await all.getByRole("combobox", { name: "Answer" }).click();
  await page.getByRole("option", { name: "Allowed", exact: true }).click();
  await all.getByText("No decision about them is like that.", { exact: true }).waitFor();
  await check();
  await page.keyboard.press("Escape");
  await all.waitFor({ state: "hidden" });
});

test("the timeline tells of the decision, and leads to what every rule said", async () => {
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByRole("button", { name: /Held back: Welcome/ }).click();
  await timeline.getByRole("link", { name: "What every rule said" }).press("Enter");
  const story = page.getByRole("dialog", { name: "Why they did, or did not, get it" });
  await story.getByText("They never agreed to what is service.", { exact: true }).waitFor();
  await story.getByRole("link", { name: "Try it now in the simulator" }).press("Enter");
  await status("Held back by Consent").waitFor();
  expect(new URL(page.url()).searchParams.get("flow")).toBe("first-steps");
});

test("the report counts it, and each number opens what is behind it", async () => {
  await page.goto("/engage/arbiter");
  await page.getByText(/^1 of 1 touch \(100 %\) was not allowed at once\./).waitFor();
  await check();
  const rules = page.getByRole("region", { name: "Held back by rule, touches" });
  await rules.getByRole("button", { name: /^Consent/ }).press("Enter");
  const behind = page.getByRole("dialog", { name: "Touches: Consent" });
  await behind.getByText("They never agreed to what is service.", { exact: true }).waitFor();
  await check();
  await behind.getByRole("link", { name: "Ada Lovelace" }).press("Enter");
  await page.getByRole("dialog", { name: "Why they did, or did not, get it" }).getByText("Held back by Consent", { exact: true }).waitFor();
  await page.goto("/engage/arbiter?rule=cap");
  await page.getByText("No rule held anything back.", { exact: true }).waitFor();
});

test("who saves rules that somebody else has changed meanwhile puts theirs on top, and loses nothing", async () => {
  await page.goto("/engage/arbiter/rules");
  const changes = page.getByRole("complementary", { name: "Changes" });
  await page.getByLabel("Nothing is worth").fill("2");
  await changes.getByText("Not saved yet", { exact: true }).waitFor();
  const { rules } = await product.get<{ rules: object }>("/api/v1/arbiter/rules");
  await setRules({ ...rules, gap: null });
  await changes.getByRole("button", { name: "Save the rules" }).press("Enter");
  await changes.getByText("Not saved", { exact: true }).waitFor();
  await check();
  await changes.getByRole("button", { name: "Put mine on top of theirs" }).press("Enter");
  await changes.getByText("Not saved", { exact: true }).waitFor({ state: "hidden" });
  await changes.getByRole("button", { name: "Save the rules" }).press("Enter");
  await changes.getByText("The rules that hold", { exact: true }).waitFor();
  await says("Version 4 of the rules, changed ");
  expect((await product.get<{ rules: object }>("/api/v1/arbiter/rules")).rules).toMatchObject({ gap: null, nothing: 2 });
});

test("on a phone every page of the arbiter has its place, and nothing is wider than the page", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/engage/arbiter", `/engage/arbiter/simulator?person=${personId}`, "/engage/arbiter/rules"]) {
    await page.goto(path);
    await page.getByRole("heading", { name: "Arbiter", exact: true }).waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await check();
  }
});

test("no page had an error but the conflict that was made, and none a barrier, in light and dark", () => {
  expect(opened.barriers).toEqual([]);
  expect(opened.errors).toEqual([expect.stringContaining("409")]);
});
