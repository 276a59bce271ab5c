import { isObject, type JsonObject } from "../message.ts";
import { stated, textOf, type PosthogEvent } from "./posthog-event.ts";

type Element = { tag: string; attributes: Map<string, string> };

const interactive = new Set(["a", "button", "input", "select", "textarea", "label", "form", "summary", "option"]);
/** How far up the page we look for what a click on an icon meant. */
const maxDepth = 5;
const maxLabel = 80;
const maxChain = 10_000;

/** E-mail addresses and long numbers in labels belong to customers. */
const personal = /\S+@\S+|(\d[ -]?){9,}/g;

/** What was clicked, sent or changed: `label` as people would call it, `tag`, `role`, `href`. Values of inputs are never among PostHog's attributes. */
export function elementOf(event: PosthogEvent): JsonObject {
  const elements = readElements(event);
  const [target] = elements;
  if (!target) return stated({ label: labelText(textOf(event.properties["$el_text"])) });
  const control = elements.find((element) => interactive.has(element.tag) || element.attributes.has("role")) ?? target;
  const own = control === target ? textOf(event.properties["$el_text"]) : null;
  const name = ["text", "aria-label", "title", "alt", "placeholder", "name", "id"].map(
    (attribute) => control.attributes.get(attribute) ?? null,
  );
  return stated({
    label: [own, ...name].map(labelText).find((label) => label !== null),
    tag: control.tag,
    role: control.attributes.get("role"),
    href: control.attributes.get("href"),
  });
}

function labelText(text: string | null): string | null {
  const label = (text ?? "").replace(/\s+/g, " ").trim().slice(0, 500).replace(personal, "***").slice(0, maxLabel).toWellFormed();
  return label === "" ? null : label;
}

/** The element and those around it, innermost first: from `$elements`, or from the text form `$elements_chain`. */
function readElements(event: PosthogEvent): Element[] {
  const { $elements: list, $elements_chain: chain } = event.properties;
  if (Array.isArray(list)) return list.slice(0, maxDepth).filter(isObject).map(fromObject);
  return typeof chain === "string" ? fromChain(chain.slice(0, maxChain)) : [];
}

function fromObject(element: JsonObject): Element {
  const attributes = new Map<string, string>();
  for (const [name, value] of Object.entries(element))
    if (name.startsWith("attr__") && typeof value === "string") attributes.set(name.slice("attr__".length), value);
  const text = textOf(element["$el_text"]);
  if (text !== null) attributes.set("text", text);
  return { tag: textOf(element["tag_name"]) ?? "", attributes };
}

/** `button.btn:attr__id="b"text="Save";body:…`, read in one pass: elements are parted by `;`, quotes inside values are escaped. */
function fromChain(chain: string): Element[] {
  const elements: Element[] = [];
  let element: Element | null = null;
  let word = "";
  for (let at = 0; at < chain.length && elements.length <= maxDepth; at++) {
    const character = chain.charAt(at);
    if (wordCharacter.test(character)) word += character;
    else {
      if (element === null) elements.push((element = { tag: word, attributes: new Map() }));
      if (character === '"') {
        const end = endOfValue(chain, at + 1);
        element.attributes.set(word.replace(/^attr__/, ""), chain.slice(at + 1, end).replace(/\\(.)/g, "$1"));
        at = end;
      }
      if (character === ";") element = null;
      if (character !== "=") word = "";
    }
  }
  return elements.slice(0, maxDepth);
}

const wordCharacter = /[\w-]/;

function endOfValue(chain: string, from: number): number {
  let at = from;
  while (at < chain.length && chain[at] !== '"') at += chain[at] === "\\" ? 2 : 1;
  return at;
}
