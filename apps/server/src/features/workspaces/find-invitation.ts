import { ProductError } from "@throughline/contract";
import { createInvitationStore } from "./invitations.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** What a link invites to, for the page that asks whether to join. Whoever holds the link may see it. */
export async function findInvitation({ db }: Pick<WorkspaceDeps, "db">, token: string) {
  const invitation = await createInvitationStore(db).findByToken(token);
  if (!invitation) throw invitationGone();
  const [workspace, account] = await Promise.all([
    db.selectFrom("workspace").select("name").where("id", "=", invitation.workspaceId).executeTakeFirstOrThrow(),
    db.selectFrom("auth_user").select("id").where("email", "=", invitation.email).executeTakeFirst(),
  ]);
  return {
    workspace: workspace.name,
    email: invitation.email,
    role: invitation.role,
    hasAccount: account !== undefined,
    expiresAt: invitation.expiresAt.toISOString(),
  };
}

export const invitationGone = () =>
  new ProductError("not_found", "This invitation has been used, taken back, or it is too old. Ask for a new one.");
