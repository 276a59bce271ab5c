import { guard, listen } from "./guard.ts";

/** Routers change the address first and the title a little later. */
const settleMs = 50;

const address = (): string => location.pathname + location.search;

/** Which page the visitor is on, where a change of only the fragment is no new page. */
export interface PageViews {
  /** Address of the page before this one; at first `document.referrer`. */
  referrer(): string;
  /** Counts the current page as seen, so that it is not reported by itself. */
  markSeen(): void;
  /** Reports the current page, unless it was seen. */
  check(): void;
  /** Watches navigations inside the page and reports each new page once. */
  watch(): void;
}

/** `view` is told the time at which the visitor came to the page. */
export function createPageViews(view: (at: Date) => void): PageViews {
  let seen: string | undefined;
  let here = location.href;
  let referrer = document.referrer;

  const check = (): void => {
    const at = new Date();
    setTimeout(() => guard(() => address() !== seen && view(at)), settleMs);
  };
  const navigated = (): void => {
    const [before] = here.split("#");
    here = location.href;
    if (before === here.split("#")[0]) return;
    referrer = before!;
    check();
  };
  const wrap = (method: "pushState" | "replaceState"): void => {
    const original = history[method];
    history[method] = function (this: History, ...args) {
      const result = original.apply(this, args); // its errors are the page's own
      guard(navigated);
      return result;
    };
  };
  return {
    referrer: () => referrer,
    markSeen: () => (seen = address()),
    check,
    watch() {
      wrap("pushState");
      wrap("replaceState");
      listen(window, "popstate", navigated);
      listen(window, "pageshow", (event) => {
        if (!(event as PageTransitionEvent).persisted) return;
        seen = undefined;
        check();
      });
    },
  };
}
