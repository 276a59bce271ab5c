import { ProductError, type FieldIssue } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import { createUser } from "../../platform/auth/create-user.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { invitationGone } from "./find-invitation.ts";
import { createInvitationStore } from "./invitations.store.ts";
import { createMemberStore } from "./members.store.ts";
import type { Db, WorkspaceDeps } from "./workspace-deps.ts";

export type AcceptInvitation = { token: string; name?: string; password?: string };

/**
 * Makes the invited person a member. Somebody new gives name and password and gets an account; somebody who has one must be
 * signed in with it (`signedInAs`), since a link alone must not open an existing account.
 */
export async function acceptInvitation({ db }: Pick<WorkspaceDeps, "db">, input: AcceptInvitation, signedInAs: string | null) {
  return db.transaction().execute(async (trx) => {
    const invitations = createInvitationStore(trx);
    const invitation = await invitations.findByToken(input.token, { lock: true });
    if (!invitation) throw invitationGone();
    const { email, workspaceId, role } = invitation;
    const known = await trx.selectFrom("auth_user").select(["id", "name"]).where("email", "=", email).executeTakeFirst();
    if (known && signedInAs !== email)
      throw new ProductError("unauthenticated", `${email} has an account here: sign in with it, then open the link again.`);
    const user = known ?? (await createInvited(trx, email, input));
    await createMemberStore(trx).add(workspaceId, user.id, role);
    await invitations.accept(workspaceId, invitation.id);
    const access: Access = { workspaceId, actor: { kind: "user", ...user }, role, permissions: new Set() };
    await recordAudit(trx, access, { action: "member.join", subject: email, details: { role } });
    return { workspaceId, email, isNew: known === undefined };
  });
}

async function createInvited(trx: Db, email: string, { name, password }: AcceptInvitation): Promise<{ id: string; name: string }> {
  const issues: FieldIssue[] = [];
  if (!name) issues.push({ field: "name", message: "is needed for a new account" });
  if (!password) issues.push({ field: "password", message: "is needed for a new account", accepted: "at least 8 characters" });
  if (!name || !password)
    throw new ProductError("invalid_input", `The input cannot be used: ${issues.map(({ field }) => field).join(", ")}.`, { issues });
  return { id: await createUser(trx, { email, name, password }), name };
}
