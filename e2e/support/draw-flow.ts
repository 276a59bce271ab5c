import type { Locator, Page } from "playwright-core";

/** What a test of the canvas asks of its page again and again. */
export type FlowPage = {
  button(name: string | RegExp): Locator;
  /** A panel beside the canvas. */
  panel(name: string): Locator;
  /** Resolves when the draft is kept. */
  saved(): Promise<void>;
  /** Opens a list of events by the keyboard and takes the one that is typed; `of` is what it is the event of. */
  pickEvent(of: string, name: string): Promise<void>;
};

export function flowPage(page: Page): FlowPage {
  const button: FlowPage["button"] = (name) => page.getByRole("button", { name, exact: true });
  return {
    button,
    panel: (name) => page.getByRole("region", { name, exact: true }),
    saved: () =>
      page
        .getByRole("status")
        .filter({ hasText: /^Saved$/ })
        .waitFor(),
    async pickEvent(of, name) {
      await button(new RegExp(`^Event of ${of}: `)).press("Enter");
      await page.getByRole("textbox", { name: `Search: Event of ${of}` }).waitFor();
      await page.getByRole("option", { name }).waitFor();
      await page.keyboard.type(name);
      await page.locator("[data-combobox-selected]", { hasText: name }).waitFor();
      await page.keyboard.press("Enter");
      await button(new RegExp(`^Event of ${of}: ${name}`)).waitFor();
    },
  };
}
