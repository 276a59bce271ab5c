export { addTo, applyTraits, createIdentityStage, type Identified } from "./apply-identity.ts";
export { countSightings } from "./count-sightings.ts";
export { foldPeople, traitsDuring, type CountStretches, type ProfileStretch, type StretchCount } from "./fold-people.ts";
export { asStretches, createStretchReader, createStretchReaders, stretchesOf, type ReadStretches } from "./stretches.ts";
export { dropSuppressed, endOfTimeMs, suppressionLock } from "./suppressed.ts";
export type { ProfileKey, ProfileRow, Tx } from "./profiles.store.ts";
export { withinReach } from "./load-graph.ts";
export { recomputeOwnership } from "./recompute-ownership.ts";
