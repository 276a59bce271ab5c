import { guard } from "./guard.ts";
import type { InitOptions, Purposes } from "./options.ts";
import type { Store } from "./store.ts";

const consentKey = "tl_consent";

/** Name of the event that tells the collector of a visitor's answer. */
export const consentEvent = "Consent Updated";

/** What the visitor agreed to, the same in every tab. */
export interface Consent {
  /** Whether anything may be stored and sent: yes, until analytics is denied. */
  allowed(): boolean;
  update(purposes: Purposes): void;
}

/** An answer of the visitor wins over the wish of the browser, and that over the default of the site. */
export function createConsent(store: Store, options: InitOptions): Consent {
  const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
  const refused = options.respectDoNotTrack && (doNotTrack === "1" || globalPrivacyControl);
  const defaults: Purposes = { ...options.consent, ...(refused ? { analytics: false } : {}) };
  const answers = (): Purposes => guard(() => JSON.parse(store.get(consentKey) ?? "{}") as Purposes) ?? {};
  return {
    allowed: () => ({ ...defaults, ...answers() }).analytics !== false,
    update: (purposes) => store.set(consentKey, JSON.stringify({ ...answers(), ...purposes })),
  };
}

/** Whether an event, as JSON text, is the one thing that is sent without consent. */
export function isConsentChange(event: string): boolean {
  return event.startsWith(`{"type":"track","event":"${consentEvent}"`);
}
