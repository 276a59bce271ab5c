import type { Emit } from "./emit.ts";
import type { FrictionDeps } from "./friction-deps.ts";
import { createPageTrail } from "./page-trail.ts";
import type { Stay } from "./page-trail.ts";

const trailKey = "tl_trail";
const pathOf = (address: string): string => address.split("?")[0]!;
const address = (): string => location.pathname + location.search;

/**
 * Follows the pages of this tab, over loads and inside one, for U-turns and loops. `left` is told of each page inside the load that was
 * left for another. The trail lies in `sessionStorage`, which ends with the tab.
 */
export function watchPages(deps: FrictionDeps, emit: Emit, left: (place: { path: string; url: string }) => void) {
  const { listen, guard, allowed } = deps;
  const stored = guard(() => JSON.parse(sessionStorage.getItem(trailKey) ?? "[]") as Stay[]) ?? [];
  const trail = createPageTrail(stored, {
    turnedBack: (from, to, seconds) => emit("U-Turn", { fromPath: pathOf(from), toPath: pathOf(to), seconds }),
    looped: (looping, visits, seconds) =>
      emit("Page Loop", { visits, seconds }, { path: pathOf(looping), url: location.origin + pathOf(looping) }),
  });
  let here = { address: address(), path: location.pathname, url: deps.publicUrl(location.href) };

  const save = (): void => {
    guard(() => {
      if (allowed()) sessionStorage.setItem(trailKey, JSON.stringify(trail.stays()));
      else sessionStorage.removeItem(trailKey);
    });
  };
  const enter = (): void => {
    trail.enter(address(), Date.now());
    here = { address: address(), path: location.pathname, url: deps.publicUrl(location.href) };
  };
  const navigated = (): void => {
    if (address() === here.address) return;
    left(here);
    enter();
  };
  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method];
    history[method] = function (this: History, ...args) {
      const result = original.apply(this, args); // its errors are the page's own
      guard(navigated);
      return result;
    };
  }
  const act = (): void => trail.act(Date.now());
  listen(window, "popstate", navigated);
  listen(document, "click", act);
  listen(document, "keydown", act);
  listen(window, "pageshow", (event) => (event as PageTransitionEvent).persisted && enter());
  enter();
  return {
    leave(): void {
      left(here);
      trail.leave(Date.now());
      save();
    },
  };
}
