import { api, found, pageOf, sorted } from "./base.ts";
import { deletePerson, deletionOf, findPerson, matchesSearch, mergePeople, timelineOf, unmergePeople } from "./person-store.ts";

export const peopleMock = {
  list: api.people.list.handler(({ input, context: { world } }) => {
    const rows = world.people.filter(
      (person) =>
        matchesSearch(person, input.search) &&
        (input.known === undefined || String(person.known) === input.known) &&
        (input.account === undefined || person.accounts.some(({ id }) => id === input.account)),
    );
    return {
      ...pageOf(
        sorted(rows, input.sort, (row, field) =>
          field === "interactions"
            ? row.interactions
            : field === "name"
              ? (row.name ?? "~")
              : field === "firstSeen"
                ? row.firstSeen
                : row.lastSeen,
        ),
        input,
      ),
      total: rows.length,
    };
  }),
  get: api.people.get.handler(({ input, context: { world } }) => found(findPerson(world, input.id))),
  timeline: api.people.timeline.handler(({ input, context: { world } }) =>
    pageOf(timelineOf(world, found(findPerson(world, input.id)), input), input),
  ),
  merge: api.people.merge.handler(({ input, context: { world } }) => {
    const person = found(findPerson(world, input.id));
    return { mergeId: mergePeople(world, person, found(findPerson(world, input.from))), person };
  }),
  unmerge: api.people.unmerge.handler(({ input, context: { world } }) => ({
    people: unmergePeople(world, found(findPerson(world, input.id)), input.mergeId ?? ""),
  })),
  setConsent: api.people.setConsent.handler(({ input: { id, purpose, granted }, context: { world } }) => {
    const person = found(findPerson(world, id));
    const entry = { granted, at: new Date().toISOString(), source: "user:Maria Torres" };
    const before = person.consent.find((consent) => consent.purpose === purpose)?.history ?? [];
    person.consent = [
      { purpose, ...entry, history: [entry, ...before] },
      ...person.consent.filter((consent) => consent.purpose !== purpose),
    ];
    return person;
  }),
  delete: api.people.delete.handler(({ input, context: { world } }) => ({
    deletionId: deletePerson(world, found(findPerson(world, input.id))),
    status: "running" as const,
  })),
  deletion: api.people.deletion.handler(({ input }) => found(deletionOf(input.id))),
  export: api.people.export.handler(({ input, context: { world } }) => {
    const person = found(findPerson(world, input.id));
    return { exportedAt: new Date().toISOString(), person, interactions: timelineOf(world, person), truncated: false };
  }),
};
