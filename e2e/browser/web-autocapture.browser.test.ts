/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SentEvent } from "./recording-collector.ts";
import { openSdkStage } from "./sdk-stage.ts";
import type { SdkStage, Visitor } from "./sdk-stage.ts";

const shown = `
  <button id="text">  Choose
    <b>Pro</b> plan </button>
  <button id="aria" aria-label="Close dialog">×</button>
  <h2 id="title">Billing</h2><button id="labelled" aria-labelledby="title missing">Open</button>
  <a id="image" href="/plans?tab=2&token=abc#x"><img alt="All plans" src="data:,"></a>
  <a id="mail" href="mailto:anna@example.com" title="Write to us"></a>
  <label>Send news <input id="checkbox" type="checkbox" value="secret-value"></label>
  <button id="long">${"word ".repeat(40)}</button>
  <button id="personal">Call 030 1234 56789 or anna@example.com</button>
  <button id="named" name="save-draft"></button>
  <div id="tracked" data-track="Plan Card" data-track-plan-id="pro"><span>Pro</span></div>
  <div id="role" role="menuitem">Log out</div>
  <button id="partly">Hello <span data-private>Anna Secret</span></button>
  <button id="stopped">Stops</button>
  <shadow-host></shadow-host>
  <script>
    document.getElementById("stopped").addEventListener("click", (event) => event.stopImmediatePropagation());
    document.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => event.preventDefault()));
    document.querySelector("shadow-host").attachShadow({ mode: "open" }).innerHTML = "<button>In the shadow</button>";
  </script>`;

const hidden = `
  <p id="plain">Just text</p>
  <div data-private><button id="in-private">Secret button</button></div>
  <div contenteditable><a id="in-editor" href="/secret">Secret link</a></div>
  <input id="typed" value="secret typed"><input type="password" id="password" value="secret password">`;

const form = `
  <form id="signup" name="sign-up" action="/welcome?session=secret" aria-label="Sign up">
    <input name="action" value="secret action"><input name="id" value="secret id"><input name="email" value="secret@mail.example">
    <input type="password" name="password" value="secret password"><textarea name="why">secret text</textarea>
    <select name="plan"><option selected>secret option</option></select>
    <button id="submit">Create account</button>
  </form>
  <form id="unnamed"><input value="secret"><input type="submit" value="secret value" title="Search"></form>
  <form data-private><button id="private-submit">Secret</button></form>
  <script>document.addEventListener("submit", (event) => event.preventDefault());</script>`;

let stage: SdkStage;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openSdkStage();
  stage.serve("/shown", shown);
  stage.serve("/hidden", hidden);
  stage.serve("/form", form);
});
afterAll(() => stage.close());
beforeEach(async () => {
  visitor = await stage.visitor();
});
afterEach(async () => {
  const { pageErrors, collector } = visitor;
  await visitor.leave();
  expect(pageErrors).toEqual([]);
  expect(collector.requests.map(({ text }) => text).join()).not.toMatch(/secret/i);
});

const clicked = async (page: Page, selector: string): Promise<SentEvent["properties"]> => {
  await page.locator(selector).dispatchEvent("click");
  return (await sent(page)).at(-1)?.properties;
};
const sent = async (page: Page): Promise<SentEvent[]> => {
  await page.evaluate(() => window.throughline.flush());
  return visitor.collector.accepted();
};

test("a click is recorded with the name that people see or hear", async () => {
  const page = await visitor.open("/shown", { pageViews: false });
  expect(await clicked(page, "#text b")).toEqual({ label: "Choose Pro plan", tag: "button" });
  expect(await clicked(page, "#aria")).toEqual({ label: "Close dialog", tag: "button" });
  expect(await clicked(page, "#labelled")).toEqual({ label: "Billing", tag: "button" });
  expect(await clicked(page, "#image img")).toEqual({ label: "All plans", tag: "a", href: "/plans?tab=2&token=***" });
  expect(await clicked(page, "#mail")).toEqual({ label: "Write to us", tag: "a", href: "mailto:" });
  expect(await clicked(page, "#checkbox")).toEqual({ label: "Send news", tag: "input" });
  expect((await clicked(page, "#long"))?.label).toHaveLength(80);
  expect(await clicked(page, "#personal")).toEqual({ label: "Call *** or ***", tag: "button" });
  expect(await clicked(page, "#named")).toEqual({ label: "save-draft", tag: "button" });
  expect(await clicked(page, "#tracked span")).toEqual({ label: "Pro", tag: "div", track: "Plan Card", planId: "pro" });
  expect(await clicked(page, "#role")).toEqual({ label: "Log out", tag: "div", role: "menuitem" });
  expect(await clicked(page, "#partly")).toEqual({ label: "Hello", tag: "button" });
  expect(await clicked(page, "#partly span")).toEqual({ label: "Hello", tag: "button" });
  expect(await clicked(page, "#stopped")).toEqual({ label: "Stops", tag: "button" });
  expect(await clicked(page, "shadow-host button")).toEqual({ label: "In the shadow", tag: "button" });
  expect((await sent(page)).every(({ event }) => event === "Element Clicked")).toBe(true);
});

test("nothing is recorded of plain text, fields, and areas that are private or edited", async () => {
  const page = await visitor.open("/hidden", { pageViews: false });
  for (const id of ["plain", "in-private", "in-editor", "typed", "password"]) {
    await page.locator(`#${id}`).dispatchEvent("click");
  }
  await page.locator("#typed").fill("secret again");
  expect(await sent(page)).toEqual([]);
});

test("a form is recorded by its name when it is sent, never by what it holds", async () => {
  const page = await visitor.open("/form", { pageViews: false });
  await page.locator("#submit").click();
  await page.locator("#unnamed [type=submit]").click();
  await page.locator("#private-submit").click();
  const forms = (await sent(page)).filter(({ event }) => event === "Form Submitted");
  expect(forms.map(({ properties }) => properties)).toEqual([
    { label: "Sign up", tag: "form", submitter: "Create account", action: "/welcome?session=***" },
    { label: "unnamed", tag: "form", submitter: "Search", action: "/form" },
  ]);
});

test("without autocapture nothing is recorded by itself", async () => {
  const page = await visitor.open("/shown", { pageViews: false, autocapture: false });
  await page.locator("#text").click();
  await page.evaluate(() => window.throughline.track("By Hand"));
  expect((await sent(page)).map(({ event }) => event)).toEqual(["By Hand"]);
});
