import { Analytics } from "@segment/analytics-node";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { flowPage, type FlowPage } from "./support/draw-flow.ts";
import { startMailServer, type MailServer } from "./support/mail-server.ts";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, waitUntilProcessed, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** From signal to action, whole: a flow is drawn, tried on what customers did, published; an SDK sends live events, a mail server gets the mail, and the console tells why, to whom, and what it changed. */
let mail: MailServer;
let product: Product;
let opened: OpenedConsole;
let page: Page;
let flow: FlowPage;
const failed = "Domain Verification Failed";
const done = "Domain Verified";
const people = Array.from({ length: 30 }, (_, index) => `user-${index}`);
type Runs = { items: { person: { id: string }; side: string; state: string }[] };

beforeAll(async () => {
  mail = await startMailServer();
  product = await createProduct({ env: { SMTP_URL: mail.url } });
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  ({ page } = opened);
  flow = flowPage(page);
  opened.context.setDefaultTimeout(40_000);
  await opened.signIn();
  await sendBatch(product, [
    ...people.map((userId, index) => ({
      type: "identify",
      userId,
      messageId: `who ${userId}`,
      traits: { email: `${userId}@shop.example`, firstName: `Ada${index}` },
    })),
    ...people.slice(0, 12).flatMap((userId, index) => pastOf(userId, index)),
  ]);
  // By night nobody would get a mail: that has tests of its own.
  const { rules, version } = await product.get<{ rules: object; version: number }>("/api/v1/arbiter/rules");
  await product.send("PUT", "/api/v1/arbiter/rules", { rules: { ...rules, quietHours: null }, version });
  await product.send("POST", "/api/v1/templates", { name: "Help with the domain", key: "help", draft: template });
  await product.send("POST", "/api/v1/templates/help/publish", {});
}, 240_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
  await mail?.close();
});

const template = {
  channel: "email",
  fallback: "en",
  locales: {
    en: {
      subject: "{{ person.firstName }}, we can help with {{ event.properties.domain }}",
      preheader: "",
      mjml: "<mjml><mj-body><mj-section><mj-column><mj-text>Your domain {{ event.properties.domain }} did not verify.</mj-text></mj-column></mj-section></mj-body></mjml>",
      text: null,
    },
  },
};

/** Some days ago they failed, and every other one got on by themselves. */
function pastOf(userId: string, index: number): Record<string, unknown>[] {
  const at = (hours: number) => new Date(Date.now() - (3 + index) * 86_400_000 + hours * 3_600_000).toISOString();
  const tried = {
    type: "track",
    event: failed,
    userId,
    messageId: `failed ${userId}`,
    timestamp: at(0),
    properties: { domain: "old.example" },
  };
  return index % 2 === 0 ? [tried] : [tried, { type: "track", event: done, userId, messageId: `done ${userId}`, timestamp: at(5) }];
}

const check = () => opened.check();

test("a flow is drawn from nothing: who fails to verify gets a mail", async () => {
  await page.goto("/engage/flows");
  await flow.button("New flow").first().press("Enter");
  await page.getByRole("dialog", { name: "New flow" }).getByLabel("Name").fill("Stalled at verification");
  await page.keyboard.press("Enter");
  const begins = flow.panel("How it begins, and what it is for");
  await begins.getByLabel("Lets people in").selectOption({ label: "Event" });
  await flow.pickEvent("the trigger", failed);
  await begins.getByRole("switch", { name: "It has a goal" }).press("Space");
  await flow.pickEvent("the goal", done);
  await begins.press("Escape");
  await page.keyboard.press("n");
  await page.getByRole("menuitem", { name: /^Message/ }).press("Enter");
  await page.locator('[data-step="message"]').press("Enter");
  await flow.panel("Message").getByRole("combobox", { name: "Template" }).click();
  await page.getByRole("option", { name: "Help with the domain" }).click();
  await flow.saved();
});

test("it is tried on the past: who would have come in, and what the arbiter would have said", async () => {
  await flow.button("Simulate").click();
  const simulate = flow.panel("Simulate on the past");
  await simulate.getByRole("button", { name: "Run it" }).click();
  await simulate.getByText("Would have come in").waitFor();
  await simulate.getByText("The arbiter said").waitFor();
  await simulate.getByText("The goal was reached by 6 of them in fact, without any of it.", { exact: false }).waitFor();
  await check();
  expect(mail.mails).toEqual([]);
});

test("it is published, and an SDK's live events become mails, once for each person who is not left alone", async () => {
  await flow.button("Publish…").click();
  const dialog = page.getByRole("dialog", { name: "Publish Stalled at verification" });
  await dialog.getByRole("button", { name: "Publish", exact: true }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Live", { exact: true }).waitFor();

  const analytics = new Analytics({ writeKey: bootstrap.writeKey, host: product.url });
  for (const userId of people.slice(12)) analytics.track({ userId, event: failed, properties: { domain: `${userId}.example` } });
  await analytics.closeAndFlush();
  await waitUntilProcessed(product);
  const { items } = await product.get<Runs>("/api/v1/flows/stalled-at-verification/runs?limit=200");
  expect(items).toHaveLength(18);
  const treated = items.filter(({ side }) => side === "treated").length;
  await expect.poll(() => mail.mails.length, { timeout: 60_000, interval: 250 }).toBe(treated);
  const first = mail.mails[0];
  const [user] = (first?.to[0] ?? "").split("@");
  expect(first?.text).toContain(`we can help with ${user}.example`);
  expect(first?.text).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(new Set(mail.mails.map(({ to }) => to[0])).size).toBe(treated);
});

test("the person's page says why they got it, with what every rule said", async () => {
  const { items } = await product.get<Runs>("/api/v1/flows/stalled-at-verification/runs?limit=200");
  const reached = items.find(({ side }) => side === "treated");
  await page.goto(`/people/${reached?.person.id}`);
  const decisions = page.getByRole("region", { name: "Decisions", exact: true });
  await decisions.getByRole("button").filter({ hasNotText: "All decisions" }).first().click();
  await page.getByRole("dialog").getByText("holdout", { exact: false }).first().waitFor();
  await check();
  await page.keyboard.press("Escape");
  await page
    .getByText(/Got the e-mail “Ada\d+, we can help/)
    .first()
    .waitFor();
});

test("who reaches the goal counts, on their side, in the report", async () => {
  await sendBatch(
    product,
    people.slice(12, 24).map((userId) => ({ type: "track", event: done, userId, messageId: `live ${userId}` })),
  );
  await page.goto("/engage/flows/stalled-at-verification/report");
  await page.getByText("Lift, by intention to treat").waitFor();
  // Whoever has time left to reach it is not compared yet.
  const report = await product.get<{ open: number }>("/api/v1/flows/stalled-at-verification/report");
  expect(report.open).toBe(18);
  const reached = await product.get<Runs>("/api/v1/flows/stalled-at-verification/runs?limit=200&goal=reached");
  expect(reached.items).toHaveLength(12);
  await check();
});

test("no page threw an error, and none has a barrier", () => {
  expect(opened.errors).toEqual([]);
  expect(opened.barriers).toEqual([]);
});
