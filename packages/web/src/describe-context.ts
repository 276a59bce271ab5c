import { publicSearch, publicUrl } from "./public-url.ts";
import { version } from "./version.ts";

/** The page that the visitor is on, in the field names of Segment's `context.page`. */
export function describePage(referrer: string) {
  return {
    url: publicUrl(location.href),
    path: location.pathname,
    title: document.title,
    referrer: publicUrl(referrer),
    search: publicSearch(location.search),
  };
}

/** What is known about the circumstances of an event, in the field names of Segment's `context`. */
export function describeContext(sessionId: string, referrer: string) {
  return {
    page: describePage(referrer),
    campaign: readCampaign(location.search),
    sessionId,
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    screen: { width: screen.width, height: screen.height, density: devicePixelRatio },
    userAgent: navigator.userAgent,
    library: { name: "@throughline/web", version },
  };
}

/** `utm_source=x&utm_campaign=y` → `{ source: "x", name: "y" }`, or undefined without any. */
export function readCampaign(search: string): Record<string, string> | undefined {
  const campaign: Record<string, string> = {};
  new URLSearchParams(search).forEach((value, key) => {
    if (key.startsWith("utm_")) campaign[key === "utm_campaign" ? "name" : key.slice(4)] = value;
  });
  return Object.keys(campaign).length ? campaign : undefined;
}
