import { Readable } from "node:stream";
import type { Interaction, Person } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ResolveAccess } from "../../platform/auth/resolve-access.ts";
import { parseInput } from "../../platform/http/parse-input.ts";
import { streamTimeline } from "../timeline/index.ts";
import { readPerson, resolvePerson } from "./get-person.ts";
import { stretchesOfPerson } from "./people.store.ts";
import type { TimelineDeps } from "./read-person-timeline.ts";

type Exported = { exportedAt: string; person: Person; interactions: Interaction[]; truncated: boolean };

/** The most interactions that an answer of one piece holds; over HTTP the whole history is streamed. */
const mostAtOnce = 10_000;
const chunkLength = 64 * 1024;

/** Everything about a person, for them to have: who they are, and their interactions one by one, oldest first. */
async function readExport(deps: TimelineDeps, access: Access, id: string) {
  requirePermission(access, "people:export");
  const { workspaceId } = access;
  const personId = await resolvePerson(deps.db, workspaceId, id);
  const person = await readPerson(deps.db, workspaceId, personId);
  const stretches = await stretchesOfPerson(deps.db, workspaceId, personId);
  await recordAudit(deps.db, access, { action: "people.export", subject: person.id });
  return { exportedAt: new Date().toISOString(), person, interactions: streamTimeline(deps.clickhouse, workspaceId, { stretches }) };
}

/** The export in one piece; a history longer than that is said to be cut. */
export async function exportPerson(deps: TimelineDeps, access: Access, input: { id: string }): Promise<Exported> {
  const { interactions: all, ...head } = await readExport(deps, access, input.id);
  const interactions: Interaction[] = [];
  for await (const interaction of all) {
    if (interactions.length === mostAtOnce) return { ...head, interactions, truncated: true };
    interactions.push({ ...interaction, personId: head.person.id });
  }
  return { ...head, interactions, truncated: false };
}

/** `GET /api/v1/people/{id}/export` as the contract says it, written while it is read: memory does not grow with the history. */
export function registerPersonExport(app: FastifyInstance, deps: TimelineDeps & { resolveAccess: ResolveAccess }): void {
  const params = z.object({ id: z.string() });
  app.get("/api/v1/people/:id/export", async (request, reply) => {
    const access = await deps.resolveAccess(request, reply);
    const exported = await readExport(deps, access, parseInput(params, request.params).id);
    reply.header("cache-control", "no-store").header("content-disposition", `attachment; filename="${exported.person.id}.json"`);
    return reply.type("application/json; charset=utf-8").send(Readable.from(piecesOf(exported)));
  });
}

async function* piecesOf({ exportedAt, person, interactions }: Awaited<ReturnType<typeof readExport>>): AsyncGenerator<string> {
  let piece = `{"exportedAt":${JSON.stringify(exportedAt)},"person":${JSON.stringify(person)},"interactions":[`;
  let separator = "";
  for await (const interaction of interactions) {
    piece += separator + JSON.stringify({ ...interaction, personId: person.id });
    separator = ",";
    if (piece.length < chunkLength) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}],"truncated":false}`;
}
