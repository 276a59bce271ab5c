export { addTo, applyTraits, createIdentityStage, type Identified } from "./apply-identity.ts";
export { countSightings } from "./count-sightings.ts";
export { faceOf, foldPeople, type StretchStats } from "./fold-people.ts";
export { suppressionLock } from "./suppression-lock.ts";
export type { ProfileKey, ProfileRow, Tx } from "./profiles.store.ts";
export { recomputeOwnership } from "./recompute-ownership.ts";
