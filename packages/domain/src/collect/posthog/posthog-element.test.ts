import { describe, expect, test } from "vitest";
import { readPosthogEvent } from "./posthog-event.ts";
import { elementOf } from "./posthog-element.ts";

const element = (properties: object) => elementOf(readPosthogEvent({ event: "$autocapture", properties }));

describe("what was clicked, from the text form of the elements", () => {
  test("has the label, tag and target of a link", () =>
    expect(
      element({
        $el_text: "Open",
        $elements_chain: 'a.nav:attr__href="/page2?x=1"attr__id="lnk"href="/page2?x=1"nth-child="1"text="Open";body:nth-child="2"',
      }),
    ).toEqual({ label: "Open", tag: "a", href: "/page2?x=1" }));
  test("is the button around an icon", () =>
    expect(
      element({
        $elements_chain:
          'path:nth-child="1";svg:attr__width="20";button.btn.primary:attr__aria-label="Share report"attr__id="b";body:nth-child="2"',
      }),
    ).toEqual({ label: "Share report", tag: "button" }));
  test("may hold quotes and semicolons in values", () =>
    expect(element({ $elements_chain: 'button:attr__id="b"text="Say \\"hi; you\\"";body:' })).toEqual({
      label: 'Say "hi; you"',
      tag: "button",
    }));
  test("has the role that makes it clickable", () =>
    expect(element({ $elements_chain: 'div:attr__role="tab"text="Costs"' })).toEqual({ label: "Costs", tag: "div", role: "tab" }));
  test("of a chain that breaks off is what could be read", () =>
    expect(element({ $elements_chain: 'button:text="Save' })).toEqual({ label: "Save", tag: "button" }));
  test("of a hostile chain is found in one pass", () =>
    expect(element({ $elements_chain: `a:${'\\"'.repeat(1_000_000)}` })).toMatchObject({ tag: "a" }));
});

test("the list form gives the same", () =>
  expect(element({ $elements: [{ tag_name: "span" }, { tag_name: "button", $el_text: "Save  all", attr__id: "b" }] })).toEqual({
    label: "Save all",
    tag: "button",
  }));
test("addresses and long numbers are masked in labels", () =>
  expect(element({ $el_text: "Call 0171 234 56 78 or ada@example.com" })).toEqual({ label: "Call ***or ***" }));
test("a label is short", () => expect(String(element({ $el_text: "word ".repeat(100) })["label"]).length).toBeLessThanOrEqual(80));
test("nothing known is nothing said", () => expect(element({})).toEqual({}));
