import { channels, rolePermissions } from "@throughline/contract";
import { api, containing, found, pageOf, sorted, workspaces, worlds } from "./base.ts";
import { dataMock } from "./data-mock.ts";
import { importsMock } from "./imports-mock.ts";
import { createPulse } from "./pulse.ts";
import { hasTwoFactor } from "./security.ts";
import { settingsMock } from "./settings-mock.ts";
import { sourcesMock } from "./sources-mock.ts";
import { createWorld } from "./world.ts";

/** Parts of the contract that pages were written against; the others answer that they are not there. */
export const mockApi = {
  workspace: {
    ...settingsMock,
    session: api.workspace.session.handler(({ context: { workspace, world, role } }) => ({
      user: { id: "u1", name: "Maria Torres", email: "maria@example.com", twoFactor: hasTwoFactor() },
      workspace,
      role, permissions: [...rolePermissions[role]], workspaces, needsSetup: world.sources.every(({ health }) => health.lastReceivedAt === null),
    })),
    create: api.workspace.create.handler(({ input }) => {
      const workspace = { id: crypto.randomUUID(), slug: input.name.toLowerCase(), name: input.name, isSample: input.sample, timezone: input.timezone, createdAt: new Date().toISOString() };
      workspaces.push(workspace);
      worlds.set(workspace.id, createWorld(new Date(), !input.sample));
      return workspace;
    }),
  },
  people: {
    list: api.people.list.handler(({ input, context: { world } }) => {
      const rows = world.people.filter((person) => containing(input.search)(`${person.name} ${person.email}`) && (input.known === undefined || String(person.known) === input.known));
      return { ...pageOf(sorted(rows, input.sort, (row, field) => (field === "interactions" ? row.interactions : field === "name" ? (row.name ?? "~") : field === "firstSeen" ? row.firstSeen : row.lastSeen)), input), total: rows.length };
    }),
    get: api.people.get.handler(({ input, context: { world } }) => found(world.people.find(({ id }) => id === input.id))),
    timeline: api.people.timeline.handler(({ input, context: { world } }) => pageOf(world.interactions.filter(({ personId }) => personId === input.id), input)),
  },
  accounts: {
    list: api.accounts.list.handler(({ input, context: { world } }) => {
      const rows = world.accounts.filter((account) => containing(input.search)(`${account.name} ${account.key}`));
      return { ...pageOf(sorted(rows, input.sort, (row, field) => (field === "people" ? row.people : field === "name" ? (row.name ?? row.key) : row.lastSeen)), input), total: rows.length };
    }),
    get: api.accounts.get.handler(({ input, context: { world } }) => found(world.accounts.find(({ id }) => id === input.id))),
    people: api.accounts.people.handler(({ input, context: { world } }) => pageOf(world.people.filter(({ account }) => account?.id === input.id).map((person) => ({ ...person, role: "admin" })), input)),
    timeline: api.accounts.timeline.handler(({ input, context: { world } }) => pageOf(world.interactions.filter(({ accountId }) => accountId === input.id), input)),
  },
  sources: sourcesMock,
  imports: importsMock,
  data: {
    ...dataMock,
    pulse: api.data.pulse.handler(({ input, context: { world } }) => createPulse(world, input.minutes, channels)),
  },
};
