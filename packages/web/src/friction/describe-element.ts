const maxSteps = 4;
/** Made by a framework, and another one after the next release. */
const generated = /\d{3,}|^:|[:«»]|^(radix|mantine|headlessui|react|mui|ember)\W/i;
const testIds = ["data-track", "data-testid", "data-test", "data-cy"];
const naming = ["name", "role", "type", "aria-label"];

const quote = (value: string): string => `"${value.replace(/["\\]/g, "\\$&").slice(0, 60)}"`;

/**
 * Finds the element again after a release, as far as its page allows: by id, test id or name, else by its place, at most four
 * steps up. Never by class names, which builds make anew.
 */
export function stableSelector(element: Element): string {
  const steps: string[] = [];
  for (let at: Element | null = element; at && steps.length < maxSteps && at.localName !== "body"; at = at.parentElement) {
    const { id } = at;
    if (typeof id === "string" && id && !generated.test(id)) {
      steps.unshift(`#${id}`);
      break;
    }
    const testId = testIds.find((name) => at?.getAttribute(name));
    if (testId) {
      steps.unshift(`[${testId}=${quote(at.getAttribute(testId)!)}]`);
      break;
    }
    steps.unshift(at.localName + ownMark(at));
  }
  return steps.join(" > ");
}

function ownMark(element: Element): string {
  const name = naming.find((attribute) => element.getAttribute(attribute));
  if (name) return `[${name}=${quote(element.getAttribute(name)!)}]`;
  const alike = [...(element.parentElement?.children ?? [])].filter(({ localName }) => localName === element.localName);
  return alike.length > 1 ? `:nth-of-type(${alike.indexOf(element) + 1})` : "";
}

/** Where people type, pick or draw: clicks there mean something else. */
const fields =
  "input:not([type=button],[type=submit],[type=reset],[type=image]),textarea,select,option,label,canvas,video,audio,embed,object,iframe," +
  "[role=textbox],[role=combobox],[role=slider],[role=spinbutton],[role=scrollbar],[role=application]";
const numbers = "input[type=number],input[type=range],[role=spinbutton],[role=slider],[inputmode=numeric]";
const onlySymbols = /^[\s+\-−–±*<>‹›«»()[\]|←→↑↓▲▼◀▶⏮⏭⏪⏩❮❯·•]+$/;
const stepWords = /\b(plus|minus|increase|decrease|increment|decrement|next|previous|prev|zoom|undo|redo|forward|rewind|step|volume)\b/i;

/** Whether clicks are meant for a field, a drawing or a player. */
export function isField(path: readonly Element[]): boolean {
  return path.some((element) => element.matches(fields));
}

/** Whether to be clicked again and again is what an element is for: steppers, pagers, what says so by `data-repeat`. */
export function isRepeatable(element: Element, label: string): boolean {
  return (
    !!element.closest("[data-repeat]") ||
    onlySymbols.test(label) ||
    stepWords.test(label) ||
    [...(element.parentElement?.children ?? [])].some((sibling) => sibling.matches(numbers)) ||
    !!element.closest(numbers)
  );
}
