export { registerPersonExport } from "./export-person.ts";
export { finishDeletions } from "./finish-deletions.ts";
export { resolvePerson } from "./get-person.ts";
export { peopleRoutes } from "./people.routes.ts";
export { findSummaries, firstUserId, idsOfPeopleFound, stretchesOfPerson, toSummary } from "./people.store.ts";
export { accountFilter } from "./account-reads.ts";
export { accountRoutes } from "./account.routes.ts";
