export { applyConsent, consentOf } from "./apply-consent.ts";
