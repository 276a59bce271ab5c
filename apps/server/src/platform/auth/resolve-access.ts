import { ProductError, rolePermissions, type Role } from "@throughline/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Kysely } from "kysely";
import { requireSameOrigin } from "./same-origin.ts";
import type { Database } from "../postgres/database.ts";
import type { Access } from "./access.ts";
import type { ApiKeyHolder, ApiKeys } from "./api-keys.ts";
import type { Auth } from "./create-auth.ts";
import { webHeaders } from "./register-auth.ts";

export type ResolveAccess = (request: FastifyRequest, reply: FastifyReply) => Promise<Access>;

/**
 * Who is calling: an API key (`Authorization: Bearer tl_…`) or a signed-in person, whose workspace `x-throughline-workspace`
 * names by slug or id; without it, the first that they joined.
 * @throws ProductError unauthenticated, forbidden
 */
export function createResolveAccess({
  db,
  auth,
  apiKeys,
  publicUrl,
}: {
  db: Kysely<Database>;
  auth: Auth;
  apiKeys: ApiKeys;
  publicUrl: string;
}): ResolveAccess {
  return async (request, reply) => {
    const wanted = wantedWorkspace(request);
    const { authorization } = request.headers;
    if (authorization !== undefined) return accessOfKey(db, await findKey(apiKeys, authorization), wanted);
    const signedIn = await auth.signedIn(webHeaders(request));
    if (!signedIn) throw new ProductError("unauthenticated", "Sign in, or send an API key: Authorization: Bearer tl_…");
    requireSameOrigin(request, publicUrl);
    if (signedIn.cookies.length > 0) reply.header("set-cookie", signedIn.cookies);
    const { id, name, email } = signedIn.user;
    const { workspaceId, role } = await findMembership(db, id, wanted);
    return { workspaceId, actor: { kind: "user", id, name: name || email }, role, permissions: new Set(rolePermissions[role]) };
  };
}

async function findKey(apiKeys: ApiKeys, authorization: string): Promise<ApiKeyHolder> {
  const key = /^Bearer (tl_\S+)$/i.exec(authorization)?.[1];
  const holder = key === undefined ? null : await apiKeys.find(key);
  if (!holder) throw new ProductError("unauthenticated", "This API key is not known here: it may have been revoked, or it has expired.");
  return holder;
}

async function accessOfKey(db: Kysely<Database>, holder: ApiKeyHolder, wanted: string | null): Promise<Access> {
  if (wanted !== null && wanted !== holder.workspaceId) {
    const { slug } = await db.selectFrom("workspace").select("slug").where("id", "=", holder.workspaceId).executeTakeFirstOrThrow();
    if (slug !== wanted) throw new ProductError("forbidden", `This API key belongs to the workspace ${slug}, not to ${wanted}.`);
  }
  return {
    workspaceId: holder.workspaceId,
    actor: { kind: "api_key", id: holder.id, name: holder.name },
    role: null,
    permissions: holder.scopes,
  };
}

async function findMembership(db: Kysely<Database>, userId: string, wanted: string | null): Promise<{ workspaceId: string; role: Role }> {
  const memberships = await db
    .selectFrom("workspace_member as member")
    .innerJoin("workspace", "workspace.id", "member.workspace_id")
    .select(["workspace.id", "workspace.slug", "member.role"])
    .where("member.user_id", "=", userId)
    .orderBy("member.created_at")
    .orderBy("workspace.id")
    .execute();
  const chosen = wanted === null ? memberships[0] : memberships.find(({ id, slug }) => id === wanted || slug === wanted);
  if (chosen) return { workspaceId: chosen.id, role: chosen.role as Role };
  throw new ProductError(
    "forbidden",
    wanted === null ? "You are not a member of any workspace." : `You are not a member of the workspace ${wanted}, or there is none.`,
  );
}

function wantedWorkspace(request: FastifyRequest): string | null {
  const header = request.headers["x-throughline-workspace"];
  return typeof header === "string" && header !== "" ? header : null;
}
