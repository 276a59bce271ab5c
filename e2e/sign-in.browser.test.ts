import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type OpenedConsole } from "./support/open-console.ts";
import { bootstrap, createProduct, type Product } from "./support/product.ts";

/** Who may come in: a colleague by an invitation, with a second factor from then on, by its code or by a code kept for the day without the phone. */
let product: Product;
let opened: OpenedConsole;
let page: Page;
const colleague = { email: "bo@example.com", password: "another good one" };
let invitation = "";
let secret = "";
let kept = "";

beforeAll(async () => {
  product = await createProduct();
  [opened] = await Promise.all([openConsole(product.url), product.start()]);
  page = opened.page;
  await opened.signIn();
}, 180_000);
afterAll(async () => {
  await opened?.close();
  await product?.remove();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const check = () => opened.check();

async function givePassword(): Promise<void> {
  await opened.context.clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(colleague.email);
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.keyboard.press("Enter");
  await heading("Enter your code").waitFor();
}

/** The six digits of now (RFC 6238). */
function codeOf(base32: string): string {
  const bits = Array.from(base32, (letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

test("an invitation is a link that lets a colleague in once, with the role that it says", async () => {
  await page.goto("/settings/members");
  await button("Invite").click();
  const dialog = page.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("E-mail").fill(bootstrap.owner.email);
  await page.keyboard.press("Enter");
  await dialog.getByText(`${bootstrap.owner.email} is a member already.`).waitFor();
  await dialog.getByLabel("E-mail").fill(colleague.email);
  await page.keyboard.press("Enter");
  await dialog.getByText(/^No mail went out/).waitFor();
  await check();
  invitation = (await dialog.locator("pre, code").first().innerText()).trim();

  await opened.context.clearCookies();
  await page.goto(invitation);
  await page.getByText(/^You are invited as editor/).waitFor();
  await check();
  await page.getByLabel("Your name").fill("Bo Lindqvist");
  await page.getByLabel("Password", { exact: true }).fill(colleague.password);
  await page.keyboard.press("Enter");
  await heading("Home").waitFor();
  await page.goto(invitation);
  await page.getByText(/^This invitation has been used/).waitFor();
  await page.goto("/invite/cut-off");
  await page.getByText("This link is not whole. Copy it again, to its last letter.").waitFor();
});

test("a second factor is on once its first code is right, and leaves codes to keep", async () => {
  await page.goto("/settings/security");
  await button("Set it up").click();
  await page.getByLabel("Your password").fill(colleague.password);
  await page.keyboard.press("Enter");
  await page.getByText("Cannot scan? Type this key:").waitFor();
  await check();
  secret = (
    await page
      .locator("code", { hasText: /^(\w{4} )+/ })
      .first()
      .innerText()
  ).replaceAll(" ", "");
  const code = page.getByLabel("Code", { exact: true });
  await code.fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText(/^That code is not right/).waitFor();
  await code.fill(codeOf(secret));
  await page.keyboard.press("Enter");
  await button("I have kept them").waitFor();
  await page.getByRole("region", { name: "Two-factor sign-in" }).getByText("On", { exact: true }).waitFor();
  await check();
  kept = await page.getByRole("group", { name: "Backup codes" }).locator("code").first().innerText();
  await button("I have kept them").click();
  await button("New backup codes").waitFor();
});

test("from then on the password alone lets nobody in; after a wrong code the next one is typed from its first digit", async () => {
  await givePassword();
  await check();
  await page.keyboard.type("000000");
  await page.getByText(/^That code is not right/).waitFor();
  await expect.poll(() => page.getByLabel("Digit 1 of the code").evaluate((digit) => digit === document.activeElement)).toBe(true);
  await page.keyboard.type(codeOf(secret));
  await heading("Home").waitFor();
});

test("without the phone a kept code lets in, once", async () => {
  await givePassword();
  await button("I cannot use my authenticator app").click();
  await page.getByLabel("Backup code").fill(kept);
  await page.keyboard.press("Enter");
  await heading("Home").waitFor();
  await givePassword();
  await button("I cannot use my authenticator app").click();
  await check();
  await page.getByLabel("Backup code").fill(kept);
  await page.keyboard.press("Enter");
  await page.getByText(/^That backup code is not right/).waitFor();
});

test("no page had a barrier, in light and dark, nor an error but the refusals", () => {
  expect(opened.errors.filter((error) => !/status of (400|401|404|409)/.test(error))).toEqual([]);
  expect(opened.barriers).toEqual([]);
});
