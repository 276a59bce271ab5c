import { elementLabel, isPrivateArea } from "./element-label.ts";
import { listen } from "./guard.ts";
import type { Properties } from "./options.ts";
import { publicUrl } from "./public-url.ts";

const role = (name: string): string => `[role=${name}]`;
/** What looks clickable by its markup. */
export const interactive = [
  "a[href],area[href],button,summary,[data-track]",
  "input:is([type=button],[type=submit],[type=reset],[type=image],[type=checkbox],[type=radio])",
  ...["button", "link", "tab", "checkbox", "radio", "switch", "option"].map(role),
  ...["menuitem", "menuitemcheckbox", "menuitemradio", "treeitem"].map(role),
].join();

/** Tracks clicks on what can be clicked ("Element Clicked") and sent forms ("Form Submitted"). */
export function watchInteractions(track: (event: string, properties: Properties) => void): void {
  listen(document, "click", (event) => {
    const clicked = find(event, interactive);
    if (clicked) track("Element Clicked", describeElement(clicked));
  });
  listen(document, "submit", (event) => {
    const form = find(event, "form");
    if (form) track("Form Submitted", describeForm(form, (event as SubmitEvent).submitter));
  });
}

/** The first element of an event's path that matches, outside private areas; the path reaches into open shadow roots and out of them. */
export function find(event: Event, selector: string): Element | undefined {
  const path = event.composedPath().filter((target) => target instanceof Element);
  const from = path.findIndex((element) => element.matches(selector));
  return path.slice(from).some(isPrivateArea) ? undefined : path[from];
}

function describeElement(element: Element): Properties {
  const href = element.getAttribute("href");
  return {
    ...trackAttributes(element),
    label: elementLabel(element),
    tag: element.localName,
    role: element.getAttribute("role") ?? undefined,
    href: href == null ? undefined : localUrl(href),
  };
}

/** Attributes are read by name: a field called "id" or "action" hides the form's own property. */
function describeForm(form: Element, submitter: HTMLElement | null): Properties {
  const submitLabel = submitter ? elementLabel(submitter) : undefined;
  return {
    ...trackAttributes(form),
    label: elementLabel(form) || submitLabel,
    tag: "form",
    submitter: submitLabel,
    action: localUrl(form.getAttribute("action") ?? location.href),
  };
}

/** Only the path, where the link stays on this site. */
function localUrl(href: string): string {
  return publicUrl(href).replace(`${location.origin}/`, "/");
}

/** `data-track="Plan chosen"` → `track`, `data-track-plan-id="pro"` → `planId`. */
function trackAttributes(element: Element): Properties {
  const found: Properties = {};
  for (const [name, value] of Object.entries((element as HTMLElement).dataset)) {
    const rest = /^track(.*)$/.exec(name)?.[1];
    if (rest != null) found[rest ? rest[0]!.toLowerCase() + rest.slice(1) : "track"] = value;
  }
  return found;
}
