import { generateKeyPairSync } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMailServer, type MailServer } from "./support/mail-server.ts";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, type Product } from "./support/product.ts";
import { sendBatch } from "./support/send-batch.ts";

/** How mail leaves the house, and what a person does where nobody knows whether it arrived. People are let into a flow by hand; the mail server takes, breaks off, or refuses. */
let mail: MailServer;
let product: Product;
let opened: OpenedConsole;
let page: Page;
const key = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
type Message = { id: string; state: string; settledBy: string | null; history: { what: string; note: string | null }[] };
type Channels = { email: { ready: boolean; smtp: { host: string } | null; dkim: { hasKey: boolean } | null } };

beforeAll(async () => {
  mail = await startMailServer();
  product = await createProduct({ env: { THROUGHLINE_OUTBOUND_PRIVATE: "on" } });
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  ({ page } = opened);
  opened.context.setDefaultTimeout(30_000);
  await opened.signIn();
  await sendBatch(
    product,
    ["ada", "bob", "cleo"].map((userId) => ({
      type: "identify",
      userId,
      messageId: `who ${userId}`,
      traits: { email: `${userId}@shop.example`, name: `${userId} Lovelace` },
    })),
  );
  await product.send("POST", "/api/v1/templates", { name: "A word", key: "a-word", draft: template });
  await product.send("POST", "/api/v1/templates/a-word/publish");
  const { revision } = await product.send<{ revision: number }>("POST", "/api/v1/flows", { name: "By hand", definition: flow });
  await product.send("POST", "/api/v1/flows/by-hand/publish", { revision });
}, 240_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
  await mail?.close();
});

const body =
  "<mjml><mj-body><mj-section><mj-column><mj-text>We saw {{ event.properties.what }}.</mj-text></mj-column></mj-section></mj-body></mjml>";
const template = {
  channel: "email",
  fallback: "en",
  locales: { en: { subject: "{{ person.name | default: 'You' }}, a word", preheader: "", mjml: body, text: null } },
};
/** What they wait for: no rule of the arbiter is part of this story. */
const flow = {
  trigger: { kind: "manual" },
  entry: { again: "always" },
  exit: {},
  start: "mail",
  steps: { mail: { kind: "message", channel: "email", template: "a-word", purpose: "transactional", next: null } },
};

const check = () => opened.check();
const card = (title: string) => page.getByRole("region", { name: title, exact: true });
const toast = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

/** Lets somebody in by hand, by the keyboard. */
async function letIn(name: string): Promise<void> {
  await page.goto("/engage/flows/by-hand");
  await page.getByRole("button", { name: "More about the flow" }).press("Enter");
  await page.getByRole("menuitem", { name: "Let somebody in…" }).press("Enter");
  const drawer = page.getByRole("dialog", { name: "Let somebody into By hand" });
  await drawer.getByRole("textbox").fill(name);
  await drawer.getByRole("button", { name: `${name} Lovelace` }).press("Enter");
  await page
    .getByRole("dialog", { name: `Let ${name} Lovelace in?` })
    .getByRole("button", { name: "Let them in" })
    .press("Enter");
  await drawer.waitFor({ state: "hidden" });
}
/** Their message, opened in its drawer, once it is in this state. */
async function openMessage(name: string, state: string): Promise<Locator> {
  await page.goto("/engage/messages");
  const row = page.getByRole("row").filter({ hasText: `${name} Lovelace, a word` });
  await row.getByText(state, { exact: true }).waitFor();
  await row.getByRole("button").first().press("Enter");
  const drawer = page.getByRole("dialog", { name: "Message" });
  await drawer.getByText(state, { exact: true }).first().waitFor();
  return drawer;
}
const messageOf = async (name: string): Promise<Message> => {
  const { items } = await product.get<{ items: Message[] }>(`/api/v1/messages?search=${name}`);
  return product.get<Message>(`/api/v1/messages/${items[0]?.id}`);
};

test("a mail server is set up: what is wrong is said at its field, and what is secret is kept and never shown", async () => {
  await page.goto("/settings/channels");
  const email = card("E-mail");
  await email.getByText("Not set up", { exact: true }).waitFor();
  await email.getByLabel("From", { exact: true }).fill("us");
  await email.getByRole("switch", { name: "A mail server of its own (SMTP)" }).press("Space");
  await email.getByLabel("Host", { exact: true }).fill("127.0.0.1");
  await email.getByLabel("Port", { exact: true }).fill(String(mail.port));
  await email.getByRole("switch", { name: "Refuse to send without TLS" }).press("Space");
  await email.getByRole("switch", { name: "Sign it (DKIM)" }).press("Space");
  await email.getByLabel("Domain", { exact: true }).fill("shop.example");
  await email.getByLabel("Selector", { exact: true }).fill("tl");
  await email.getByLabel("Private key (PEM)").fill(key.privateKey);
  await email.getByRole("button", { name: "Save" }).press("Enter");
  await email.getByText("Not saved: what is marked is not right yet.").waitFor();
  expect(await email.getByLabel("From", { exact: true }).getAttribute("aria-invalid")).toBe("true");
  await check();
  await email.getByLabel("From", { exact: true }).fill("us@shop.example");
  await page.keyboard.press("Enter");
  await email.getByText("Ready", { exact: true }).waitFor();
  expect(await email.getByLabel("Private key (PEM)").inputValue()).toBe("");
  expect(await email.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
  await page.reload();
  expect(await email.getByLabel("Private key (PEM)").getAttribute("placeholder")).toBe("Kept. Type to replace it.");
  const told = await product.get<Channels>("/api/v1/channels");
  expect(told.email).toMatchObject({ ready: true, smtp: { host: "127.0.0.1" }, dkim: { hasKey: true } });
  expect(JSON.stringify(told)).not.toContain("PRIVATE KEY");
  await check();
});

test("a test goes to whoever asks, as the preview has it, and on nobody's timeline", async () => {
  await page.goto("/engage/messages/templates/a-word");
  await page.getByLabel("Properties, as JSON").fill('{ "what": "your reports" }');
  await page.getByRole("button", { name: "Send a test…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Send a test" });
  mail.does = "refuse for now";
  await dialog.getByRole("button", { name: "Send it" }).press("Enter");
  await dialog.getByText(`Not sent to ${bootstrap.owner.email}`, { exact: true }).waitFor();
  await check();
  mail.does = "take";
  await dialog.getByRole("button", { name: "Send it" }).press("Enter");
  await dialog.getByText(`Sent to ${bootstrap.owner.email}`, { exact: true }).waitFor();
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]).toMatchObject({ to: [bootstrap.owner.email] });
  expect(mail.mails[0]?.text).toContain("Subject: [Test] You, a word");
  expect(mail.mails[0]?.text).toContain("We saw your reports.");
  expect(mail.mails[0]?.text).toContain("DKIM-Signature: v=1; a=rsa-sha256");
  expect(await product.get("/api/v1/messages")).toMatchObject({ items: [] });
});

test("nobody knows whether it arrived: a person finds out and says so, and how they know is kept", async () => {
  mail.does = "break off";
  await letIn("ada");
  const drawer = await openMessage("ada", "Unknown outcome");
  await check();
  await drawer.getByLabel("Note").fill("The server's log has it");
  await drawer.getByRole("button", { name: "It arrived" }).press("Enter");
  await toast("Settled.");
  await drawer.getByText("owner says so: The server's log has it").waitFor();
  const settled = await messageOf("ada");
  expect(settled).toMatchObject({ state: "sent", settledBy: "owner" });
  await drawer.getByRole("link", { name: "ada Lovelace" }).press("Enter");
  await page.getByRole("region", { name: "Timeline" }).getByText("Got the e-mail", { exact: false }).first().waitFor();
});

test("or it is sent again, knowing that they may get it twice: the same mail under the same id", async () => {
  await letIn("bob");
  const drawer = await openMessage("bob", "Unknown outcome");
  mail.does = "take";
  await drawer.getByRole("button", { name: "Send it again…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Send it again?" });
  await check();
  await dialog.getByRole("button", { name: "Send it again" }).press("Enter");
  await drawer.getByText("Sent", { exact: true }).first().waitFor();
  const ids = mail.mails.filter(({ to }) => to[0] === "bob@shop.example").map(({ text }) => /^Message-ID: (.*)$/m.exec(text)?.[1]);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
});

test("what waits for its next try can be cancelled before it leaves", async () => {
  mail.does = "refuse for now";
  await letIn("cleo");
  const drawer = await openMessage("cleo", "Waiting");
  await drawer.getByText("Try again later", { exact: false }).first().waitFor();
  await drawer.getByRole("button", { name: "Cancel it…" }).press("Enter");
  await page.getByRole("dialog", { name: "Cancel this message?" }).getByRole("button", { name: "Cancel the message" }).press("Enter");
  await drawer.getByText("Cancelled", { exact: true }).first().waitFor();
  expect(await messageOf("cleo")).toMatchObject({ state: "cancelled", settledBy: "owner" });
  await check();
  expect(mail.mails.filter(({ to }) => to[0] === "cleo@shop.example")).toEqual([]);
});

test("on a phone the settings and a message fit", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/settings/channels", "/engage/messages"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    await check();
  }
});

test("no page threw an error, and none has a barrier", () => {
  // What was refused on purpose is told to the browser's console, too.
  expect(opened.errors.filter((error) => !error.includes("status of 400"))).toEqual([]);
  expect(opened.barriers).toEqual([]);
});
