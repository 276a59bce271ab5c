import { implement, withEventMeta, ORPCError } from "@orpc/server";
import { apiContract, channels, rolePermissions, type ErrorCode, type Interaction, errorStatus } from "@throughline/contract";
import { createPulse } from "./pulse.ts";
import { createWorld, type World } from "./world.ts";

export type MockContext = { signedIn: boolean; workspaceId: string | null };

const workspaces = [
  { id: "10000000-0000-4000-8000-000000000001", slug: "sample", name: "Sample company", isSample: true },
  { id: "10000000-0000-4000-8000-000000000002", slug: "acme", name: "Acme", isSample: false },
];
const worlds = new Map<string, World>(workspaces.map(({ id, isSample }) => [id, createWorld(new Date(), !isSample)]));

const mock = implement(apiContract).$context<MockContext>();
const signedIn = mock.middleware(({ context, next }) => {
  if (!context.signedIn) fail("unauthenticated", "Sign in first.");
  const workspace = workspaces.find(({ id }) => id === context.workspaceId) ?? workspaces[0];
  const world = workspace ? worlds.get(workspace.id) : undefined;
  if (!workspace || !world) fail("not_found", "There is no such workspace.");
  return next({ context: { workspace, world } });
});
const api = mock.use(signedIn);

/** Pages through `rows`; the cursor is the offset. */
function pageOf<T>(rows: readonly T[], { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const from = Number(cursor ?? 0);
  return { items: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null };
}
const containing = (search: string | undefined) => (text: string) => !search || text.toLowerCase().includes(search.toLowerCase());
const sorted = <T>(rows: readonly T[], sort: string, value: (row: T, field: string) => string | number) => {
  const field = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((a, b) => direction * (value(a, field) < value(b, field) ? -1 : value(a, field) > value(b, field) ? 1 : 0));
};

export function fail(code: ErrorCode, message: string): never {
  throw new ORPCError(code, { status: errorStatus[code], message });
}
const found = <T>(value: T | undefined): T => value ?? fail("not_found", "There is no such thing.");

/** Parts of the contract that pages were written against; the others answer that they are not there. */
export const mockApi = {
  workspace: {
    session: api.workspace.session.handler(({ context: { workspace, world } }) => ({
      user: { id: "u1", name: "Maria Torres", email: "maria@example.com", twoFactor: false },
      workspace: { ...workspace, timezone: "Europe/Berlin", createdAt: "2026-01-05T09:00:00Z" },
      role: "owner" as const, permissions: [...rolePermissions.owner], workspaces, needsSetup: world.sources.every(({ health }) => health.lastReceivedAt === null),
    })),
    create: api.workspace.create.handler(({ input }) => {
      const workspace = { id: crypto.randomUUID(), slug: input.name.toLowerCase(), name: input.name, isSample: input.sample };
      workspaces.push(workspace);
      worlds.set(workspace.id, createWorld(new Date(), !input.sample));
      return { ...workspace, timezone: input.timezone, createdAt: new Date().toISOString() };
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
  sources: {
    list: api.sources.list.handler(({ context: { world } }) => ({ items: world.sources })),
    get: api.sources.get.handler(({ input, context: { world } }) => found(world.sources.find(({ id }) => id === input.id))),
    create: api.sources.create.handler(({ input, context: { world } }) => {
      const source = { id: crypto.randomUUID(), name: input.name, kind: input.kind, writeKey: `wk_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`, enabled: true, keepIp: input.keepIp, eventsPerSecond: null, createdAt: new Date().toISOString(), health: { state: "waiting" as const, lastReceivedAt: null, accepted24h: 0, quarantined24h: 0, duplicates24h: 0, perHour: Array.from({ length: 24 }, () => 0) } };
      world.sources.push(source);
      return source;
    }),
  },
  data: {
    pulse: api.data.pulse.handler(({ input, context: { world } }) => createPulse(world, input.minutes, channels)),
    recent: api.data.recent.handler(({ input, context: { world } }) => pageOf(world.interactions.filter((one) => !input.source || one.sourceId === input.source), input)),
    stats: api.data.stats.handler(({ context: { world } }) => ({ interactions: world.interactions.length, people: world.people.length })),
    live: api.data.live.handler(async function* ({ input, context: { world }, signal }): AsyncGenerator<Interaction> {
      // A new source hears its first event after a while, as when a developer reloads the page.
      const source = input.source ?? world.sources[0]?.id;
      if (source === undefined) return;
      for (let sequence = 0; !signal?.aborted; sequence++) {
        await new Promise((resolve) => setTimeout(resolve, sequence === 0 ? 4000 : 900 + world.random.next() * 1500));
        yield withEventMeta(world.nextInteraction(source), { id: `${Date.now()}` });
      }
    }),
  },
};
