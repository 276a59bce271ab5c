import { api } from "../../platform/http/api.ts";
import { getAccount, listAccountPeople, listAccounts, lookupAccount, readAccountTimeline } from "./account-reads.ts";
import type { TimelineDeps } from "./read-person-timeline.ts";

export const accountRoutes = (deps: TimelineDeps) => ({
  list: api.accounts.list.handler(({ input, context }) => listAccounts(deps, context.access, input)),
  lookup: api.accounts.lookup.handler(({ input, context }) => lookupAccount(deps, context.access, input)),
  get: api.accounts.get.handler(({ input, context }) => getAccount(deps, context.access, input)),
  people: api.accounts.people.handler(({ input, context }) => listAccountPeople(deps, context.access, input)),
  timeline: api.accounts.timeline.handler(({ input, context }) => readAccountTimeline(deps, context.access, input)),
});
