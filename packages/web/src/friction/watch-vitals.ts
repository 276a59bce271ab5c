import type { Emit } from "./emit.ts";
import type { FrictionDeps } from "./friction-deps.ts";
import { createPageVitals, slowness } from "./page-vitals.ts";

type Entry = PerformanceEntry & { value?: number; hadRecentInput?: boolean; interactionId?: number };

/** Shorter events never decide the INP of a slow page, and each one told costs time. */
const shortestEventMs = 40;

/** Measures the first view of a page load, told once: when it is first hidden or left. */
export function watchVitals({ listen, guard, publicUrl }: FrictionDeps, emit: Emit) {
  const vitals = createPageVitals();
  const place = { path: location.pathname, url: publicUrl(location.href) };
  const navigation = performance.getEntriesByType("navigation")[0] as (PerformanceEntry & { activationStart?: number }) | undefined;
  const start = navigation?.activationStart ?? 0;
  const observers: (() => void)[] = [];
  let told = false;
  let painting = !document.hidden;

  const observe = (type: string, take: (entry: Entry) => void, more: object = {}): void => {
    guard(() => {
      if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
      const takeAll = (entries: PerformanceEntry[]): void => void guard(() => entries.forEach(take));
      const observer = new PerformanceObserver((list) => takeAll(list.getEntries()));
      observer.observe({ type, buffered: true, ...more });
      observers.push(() => {
        takeAll(observer.takeRecords());
        observer.disconnect();
      });
    });
  };
  observe("largest-contentful-paint", ({ startTime }) => painting && vitals.paint(Math.max(0, startTime - start)));
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) vitals.shift(0, 0); // none is a result
  observe("layout-shift", ({ startTime, value = 0, hadRecentInput }) => void (hadRecentInput || vitals.shift(startTime, value)));
  observe("event", ({ interactionId, duration }) => void (interactionId && vitals.interaction(interactionId, duration)), {
    durationThreshold: shortestEventMs,
  });
  observe("first-input", ({ interactionId, duration }) => void (interactionId && vitals.interaction(interactionId, duration)));

  const tell = (): void => {
    if (told) return;
    told = true;
    observers.forEach((stop) => stop());
    const measured = vitals.result((performance as Performance & { interactionCount?: number }).interactionCount);
    if (!Object.keys(measured).length) return;
    emit("Web Vitals", { ...measured }, place);
    const slow = slowness(measured);
    if (slow) emit("Slow Page", { ...slow }, place);
  };
  // On the window, so that it comes before the core sends what there is.
  listen(window, "visibilitychange", () => {
    if (document.hidden) tell();
    painting = false;
  });
  return { leave: tell };
}
