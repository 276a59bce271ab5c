import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Auth } from "../../platform/auth/create-auth.ts";
import { webHeaders } from "../../platform/auth/register-auth.ts";
import { requireSameOrigin } from "../../platform/auth/same-origin.ts";
import { parseInput } from "../../platform/http/parse-input.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { findInvitation } from "./find-invitation.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

const token = z.string().min(20).max(100);
const acceptSchema = z.object({
  token,
  name: z.string().trim().min(1).max(80).optional(),
  password: z.string().min(8).max(128).optional(),
});

/** Joining by link: before sign-in, so beside it under `/api/auth` and not in the API contract. */
export function registerInvitations(app: FastifyInstance, deps: Pick<WorkspaceDeps, "db" | "publicUrl"> & { auth: Auth }): void {
  app.get("/api/auth/invitation", async (request, reply) => {
    const input = parseInput(z.object({ token }), request.query);
    return reply.header("cache-control", "no-store").send(await findInvitation(deps, input.token));
  });

  app.post("/api/auth/invitation/accept", async (request, reply) => {
    requireSameOrigin(request, deps.publicUrl);
    const input = parseInput(acceptSchema, request.body);
    const signedIn = await deps.auth.signedIn(webHeaders(request));
    const { workspaceId, email, isNew } = await acceptInvitation(deps, input, signedIn?.user.email ?? null);
    if (isNew && input.password) reply.header("set-cookie", await deps.auth.signIn({ email, password: input.password }));
    return reply.header("cache-control", "no-store").send({ workspaceId });
  });
}
