import * as sdk from "./index.ts";
import { loadFrictionFrom } from "./load-friction.ts";

type Call = [method: string, ...values: unknown[]];
type Sdk = typeof sdk;

const page = window as Window & { throughline?: Partial<Sdk> & { splice?: (start: number) => Call[] } };

/**
 * The script tag: puts the SDK at `window.throughline`. The snippet may have put an array there that keeps calls until
 * now; it becomes the SDK itself, so that a reference taken earlier goes on working.
 */
function install(): void {
  const snippet = page.throughline ?? {};
  const calls = snippet.splice?.(0) ?? [];
  const element = document.currentScript ?? document.querySelector("script[data-write-key]");
  const { src } = (element ?? {}) as HTMLScriptElement;
  if (src) loadFrictionFrom(src);
  page.throughline = Object.assign(snippet, sdk, { splice: undefined });

  const { writeKey, host, ...rest } = { ...(element as HTMLScriptElement | null)?.dataset };
  if (writeKey) {
    sdk.init({
      writeKey,
      host: host || new URL(src).origin,
      pageViews: rest.pageViews !== "false",
      autocapture: rest.autocapture !== "false",
      friction: rest.friction === "true",
      respectDoNotTrack: rest.respectDoNotTrack === "true",
      cookieDomain: rest.cookieDomain,
      consent: rest.consent === "denied" ? { analytics: false } : undefined,
    });
  }
  for (const [method, ...values] of calls) {
    const call = sdk[method as keyof Sdk] as ((...values: unknown[]) => unknown) | undefined;
    call?.(...values);
  }
}

const alreadyInstalled = page.throughline?.init && !page.throughline.splice;
if (!alreadyInstalled) install();
