import { api, containing, found, pageOf, sorted } from "./base.ts";
import { timelineOf } from "./person-store.ts";

const roles = ["admin", "power user", "occasional user", "economic buyer", null];

export const accountsMock = {
  list: api.accounts.list.handler(({ input, context: { world } }) => {
    const rows = world.accounts.filter((account) => containing(input.search)(`${account.name} ${account.key}`));
    return {
      ...pageOf(
        sorted(rows, input.sort, (row, field) =>
          field === "people" ? row.people : field === "name" ? (row.name ?? row.key) : field === "firstSeen" ? row.firstSeen : row.lastSeen,
        ),
        input,
      ),
      total: rows.length,
    };
  }),
  get: api.accounts.get.handler(({ input, context: { world } }) => found(world.accounts.find(({ id }) => id === input.id))),
  people: api.accounts.people.handler(({ input, context: { world } }) =>
    pageOf(
      world.people
        .filter(({ accounts }) => accounts.some(({ id }) => id === input.id))
        .map((person, i) => ({ ...person, role: roles[i % roles.length] ?? null })),
      input,
    ),
  ),
  timeline: api.accounts.timeline.handler(({ input, context: { world } }) => {
    const people = world.people.filter(({ account }) => account?.id === input.id).slice(0, 14);
    return pageOf(
      people.flatMap((person) => timelineOf(world, person, input).slice(0, 300)).toSorted((a, b) => b.at.localeCompare(a.at)),
      input,
    );
  }),
};
