/** Areas whose words belong to the visitor. */
const privateArea = "[data-private],[contenteditable]:not([contenteditable=false])";
/** Words inside that are not a name: code, and what fields hold. */
const unspoken = `script,style,input,textarea,select,[aria-hidden=true],${privateArea}`;
const personal = /\S+@\S+|\d([ -]?\d){8,}/g;

/** Whether nothing inside an element may be recorded. */
export function isPrivateArea(element: Element): boolean {
  return element.matches(privateArea);
}

/**
 * What people call an element: its accessible name (after the accessible name computation, simplified), else title,
 * name or id. Never a value. Addresses and long numbers are masked, and the whole is at most 80 characters.
 */
export function elementLabel(element: Element): string {
  const attribute = (name: string): string => element.getAttribute(name) ?? "";
  const labelledBy = attribute("aria-labelledby")
    .split(/\s+/)
    .map((id) => publicText(id && element.ownerDocument.getElementById(id)))
    .join(" ");
  const ofField = Array.from((element as HTMLInputElement).labels ?? [], publicText).join(" ");
  const ofContent = element.matches("form,input,textarea,select") ? "" : spokenText(element);
  const names = [
    labelledBy,
    attribute("aria-label"),
    ofField,
    ofContent,
    attribute("alt"),
    attribute("title"),
    attribute("name"),
    attribute("id"),
  ];
  return maskPersonal(names.map(tidy).find(Boolean) ?? "").slice(0, 80);
}

/** Addresses and long numbers become `***`. */
export function maskPersonal(text: string): string {
  return text.replace(personal, "***");
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Of an element elsewhere on the page, which may lie in a private area itself. */
function publicText(element: Element | "" | null): string {
  return element && !element.closest(privateArea) ? spokenText(element) : "";
}

function spokenText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
  if (!(node instanceof Element) || node.matches(unspoken)) return "";
  return node.getAttribute("aria-label") ?? node.getAttribute("alt") ?? Array.from(node.childNodes, spokenText).join(" ");
}
