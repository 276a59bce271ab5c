import { api } from "../../platform/http/api.ts";
import { deletePerson, getDeletion, type DeleteDeps } from "./delete-person.ts";
import { getPerson, lookupPerson } from "./get-person.ts";
import { listPeople } from "./list-people.ts";
import { mergePeople, unmergePeople, type MergeDeps } from "./merge-people.ts";
import { exportPerson } from "./export-person.ts";
import { readPersonTimeline, type TimelineDeps } from "./read-person-timeline.ts";
import { setConsent } from "./set-consent.ts";

export const peopleRoutes = (deps: DeleteDeps & MergeDeps & TimelineDeps) => ({
  list: api.people.list.handler(({ input, context }) => listPeople(deps, context.access, input)),
  lookup: api.people.lookup.handler(({ input, context }) => lookupPerson(deps, context.access, input)),
  get: api.people.get.handler(({ input, context }) => getPerson(deps, context.access, input)),
  timeline: api.people.timeline.handler(({ input, context }) => readPersonTimeline(deps, context.access, input)),
  merge: api.people.merge.handler(({ input, context }) => mergePeople(deps, context.access, input)),
  unmerge: api.people.unmerge.handler(({ input, context }) => unmergePeople(deps, context.access, input)),
  setConsent: api.people.setConsent.handler(({ input, context }) => setConsent(deps, context.access, input)),
  delete: api.people.delete.handler(({ input, context }) => deletePerson(deps, context.access, input)),
  deletion: api.people.deletion.handler(({ input, context }) => getDeletion(deps, context.access, input)),
  export: api.people.export.handler(({ input, context }) => exportPerson(deps, context.access, input)),
});
