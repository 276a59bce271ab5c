import { implement, ORPCError } from "@orpc/server";
import { apiContract, errorStatus, type ErrorCode, type Role } from "@throughline/contract";
import { createWorld, type World } from "./world.ts";

export type MockContext = { signedIn: boolean; role: Role; workspaceId: string | null };

export const workspaces = [
  {
    id: "10000000-0000-4000-8000-000000000001",
    slug: "sample",
    name: "Sample company",
    isSample: true,
    timezone: "Europe/Berlin",
    createdAt: "2026-01-05T09:00:00Z",
  },
  {
    id: "10000000-0000-4000-8000-000000000002",
    slug: "acme",
    name: "Acme",
    isSample: false,
    timezone: "Europe/Berlin",
    createdAt: "2026-02-11T14:30:00Z",
  },
];
export const worlds = new Map<string, World>(workspaces.map(({ id, isSample }) => [id, createWorld(new Date(), !isSample)]));

/** What the mock keeps for a workspace: the chosen one, else the first. */
export function worldOf(workspaceId: string | null) {
  const workspace = workspaces.find(({ id }) => id === workspaceId) ?? workspaces[0];
  const world = workspace ? worlds.get(workspace.id) : undefined;
  if (!workspace || !world) return fail("not_found", "There is no such workspace.");
  return { workspace, world };
}

const mock = implement(apiContract).$context<MockContext>();
const signedIn = mock.middleware(({ context, next }) => {
  if (!context.signedIn) fail("unauthenticated", "Sign in first.");
  return next({ context: worldOf(context.workspaceId) });
});
/** The contract, implemented for whoever is signed in: handlers find their workspace and world in the context. */
export const api = mock.use(signedIn);

export function fail(code: ErrorCode, message: string): never {
  throw new ORPCError(code, { status: errorStatus[code], message });
}
export const found = <T>(value: T | undefined): T => value ?? fail("not_found", "There is no such thing.");

/** Pages through `rows`; the cursor is the offset. */
export function pageOf<T>(rows: readonly T[], { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const from = Number(cursor ?? 0);
  return { items: rows.slice(from, from + limit), next: from + limit < rows.length ? String(from + limit) : null };
}
export const containing = (search: string | undefined) => (text: string) => !search || text.toLowerCase().includes(search.toLowerCase());
export const sorted = <T>(rows: readonly T[], sort: string, value: (row: T, field: string) => string | number) => {
  const field = sort.replace(/^-/, "");
  const direction = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((a, b) => direction * (value(a, field) < value(b, field) ? -1 : value(a, field) > value(b, field) ? 1 : 0));
};
