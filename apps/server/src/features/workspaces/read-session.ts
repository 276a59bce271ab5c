import type { Access } from "../../platform/auth/access.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";
import { createWorkspaceStore } from "./workspaces.store.ts";

/** Who is calling, where, and what they may do: the first thing that the console asks. */
export async function readSession({ db }: Pick<WorkspaceDeps, "db">, access: Access) {
  const store = createWorkspaceStore(db);
  const { actor } = access;
  const [workspace, received, user, own] = await Promise.all([
    store.get(access.workspaceId),
    store.hasReceived(access.workspaceId),
    actor.kind === "user"
      ? db.selectFrom("auth_user").select(["id", "name", "email", "two_factor_enabled"]).where("id", "=", actor.id).executeTakeFirst()
      : undefined,
    actor.kind === "user" ? store.ofUser(actor.id) : [],
  ]);
  const workspaces = own.length > 0 ? own : [workspace];
  return {
    user: user ? { id: user.id, name: user.name, email: user.email, twoFactor: user.two_factor_enabled } : null,
    workspace,
    role: access.role,
    permissions: [...access.permissions],
    workspaces: workspaces.map(({ id, slug, name, isSample }) => ({ id, slug, name, isSample })),
    needsSetup: !received,
  };
}
