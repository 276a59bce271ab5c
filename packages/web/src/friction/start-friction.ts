import { createEmit } from "./emit.ts";
import type { Friction, FrictionDeps } from "./friction-deps.ts";
import { watchClicks } from "./watch-clicks.ts";
import { watchFailures } from "./watch-failures.ts";
import { watchForms } from "./watch-forms.ts";
import { watchPages } from "./watch-pages.ts";
import { watchVitals } from "./watch-vitals.ts";

/**
 * Watches a page for friction: the second file of the SDK, loaded only where a site asks for it. What each signal means is declared in
 * docs/friction.md. Listeners are passive, and what takes time waits for an idle moment.
 */
export function startFriction(deps: FrictionDeps): Friction {
  const emit = createEmit(deps);
  const clicks = watchClicks(deps, emit);
  const forms = watchForms(deps, emit);
  watchFailures(deps, emit, clicks.failed);
  const vitals = watchVitals(deps, emit);
  const pages = watchPages(deps, emit, (place) => {
    clicks.navigated();
    forms.leave(place);
  });
  return {
    leave() {
      for (const { leave } of [pages, clicks, vitals]) deps.guard(leave);
    },
  };
}
