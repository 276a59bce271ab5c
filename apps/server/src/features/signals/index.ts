export { applySignals } from "./apply-signals.ts";
export { backfillSignals } from "./backfill-signals.ts";
export { trimMatters } from "./signals.store.ts";
