import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { createInvitationStore } from "./invitations.store.ts";
import { createMemberStore } from "./members.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Members, and who has been invited and has not come yet. */
export async function listMembers({ db }: Pick<WorkspaceDeps, "db">, access: Access) {
  requirePermission(access, "members:read");
  const [items, invitations] = await Promise.all([
    createMemberStore(db).list(access.workspaceId),
    createInvitationStore(db).list(access.workspaceId),
  ]);
  return {
    items,
    invitations: invitations.map(({ id, email, role, expiresAt }) => ({ id, email, role, expiresAt: expiresAt.toISOString() })),
  };
}
