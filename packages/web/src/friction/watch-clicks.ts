import { createBlame } from "./blamed-click.ts";
import { burstGapMs, createClickBursts } from "./click-bursts.ts";
import { answerMs, createDeadClicks } from "./dead-clicks.ts";
import { isField, isRepeatable, stableSelector } from "./describe-element.ts";
import type { Emit, Place } from "./emit.ts";
import type { FrictionDeps } from "./friction-deps.ts";

/** Effects that change no node of the document. */
const effects = ["input", "change", "submit", "invalid", "toggle", "copy", "cut", "paste", "popstate", "hashchange"];

const withModifier = (event: MouseEvent): boolean => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
const elementsOf = (event: Event): Element[] => event.composedPath().filter((target) => target instanceof Element);
const isSelected = (): boolean => getSelection()?.isCollapsed === false;

/** Watches clicks for rage, for the lack of any answer, and for errors soon after. `navigated` and `failed` are told from outside. */
export function watchClicks(deps: FrictionDeps, emit: Emit) {
  const { listen, find, interactive } = deps;
  const bursts = createClickBursts<Place>((clicks, place) => emit("Rage Click", { ...named(place), clicks }, place));
  const dead = createDeadClicks<Place>((place) => emit("Dead Click", named(place), place));
  const blame = createBlame<Place>((place, error) => emit("Error Click", { ...named(place), error }, place));
  let burstTimer: ReturnType<typeof setTimeout>;
  let pressedAt = 0;
  let selected = false;

  // One observer, on only from a press until the first change after it: a page that never rests pays for one callback a click.
  const observer = new MutationObserver(() => {
    observer.disconnect();
    dead.sign("answer", performance.now());
  });
  const arm = (event: Event): void => {
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    observer.observe(document, all);
    for (const target of event.composedPath()) if (target instanceof ShadowRoot) observer.observe(target, all);
  };
  const answered = (): void => dead.sign("answer", performance.now());

  listen(document, "pointerdown", (event) => {
    pressedAt = performance.now();
    arm(event);
  });
  listen(document, "click", (event) => {
    const click = event as MouseEvent;
    if (!click.isTrusted || !click.detail || click.button) return; // made by code or by the keyboard
    const path = elementsOf(click);
    const target = path[0];
    const clickable = find(click, interactive);
    if (!target || (!clickable && find(click, "*") !== target)) return; // a private area
    const at = performance.now();
    const element = clickable ?? target;
    const place: Place = {
      path: location.pathname,
      url: deps.publicUrl(location.href),
      label: clickable ? deps.label(clickable) : "", // what plain text says may be about the visitor
      selector: () => stableSelector(element),
    };
    blame.click(at, place);
    if (withModifier(click) || isField(path)) return bursts.end();
    const looksClickable = !!clickable || getComputedStyle(target).cursor === "pointer";
    if (!isRepeatable(element, place.label)) {
      bursts.click({ at, x: click.clientX, y: click.clientY }, place);
      if (!looksClickable && isSelected()) bursts.spoil();
      clearTimeout(burstTimer);
      burstTimer = setTimeout(() => deps.guard(bursts.end), burstGapMs + 1);
    }
    if (looksClickable && isExpectedToAnswer(element)) {
      dead.click(Math.min(pressedAt || at, at), at, element, place);
      if (find(click, "a[href]")) setTimeout(() => click.defaultPrevented || answered()); // the browser is on its way
      setTimeout(check, answerMs + 1);
    }
  });
  const check = (): void => {
    deps.guard(() => dead.check(performance.now()));
    if (!dead.isWaiting()) observer.disconnect();
  };
  listen(document, "scroll", () => {
    dead.sign("scroll", performance.now());
    bursts.spoil();
  });
  listen(document, "selectionchange", () => {
    const before = selected;
    selected = isSelected();
    // A caret that moves is no selection.
    if (before || selected) dead.sign("selection", performance.now());
  });
  listen(document, "visibilitychange", () => dead.sign("visibility", performance.now()));
  listen(window, "blur", ({ target }) => {
    if (target === window) dead.sign("visibility", performance.now()); // a dialog of the system, another program
  });
  for (const effect of effects) listen(window, effect, answered);
  const { navigation } = window as Window & { navigation?: EventTarget };
  if (navigation) listen(navigation, "navigate", answered);

  return {
    navigated: answered,
    failed: (message: string): void => blame.failure(performance.now(), message),
    leave(): void {
      bursts.end();
      dead.forget();
      observer.disconnect();
    },
  };
}

function named(place: Place) {
  return { label: place.label || undefined, selector: place.selector() };
}

/** Not those whose answer lies outside the page: downloads, other windows, other programs, the page one is on. */
function isExpectedToAnswer(element: Element): boolean {
  const href = element.getAttribute("href");
  if (href == null || element.localName !== "a") return !element.matches("[aria-current],[aria-disabled=true]");
  const { target, protocol } = element as HTMLAnchorElement;
  const here = (element as HTMLAnchorElement).href === location.href;
  return !here && !element.hasAttribute("download") && /^(_self)?$/.test(target) && /^https?:$/.test(protocol);
}
