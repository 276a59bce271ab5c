import { randomBytes } from "node:crypto";
import { ProductError, type Role } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { createInvitationStore } from "./invitations.store.ts";
import { requireMayGrant } from "./member-rules.ts";
import { createMemberStore } from "./members.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";
import { createWorkspaceStore } from "./workspaces.store.ts";

const invitationDays = 7;

/** Invites an address; inviting it again gives a new link in place of the old one. The link is mailed when mail is set up, and always given back. */
export async function inviteMember(
  { db, mailer, publicUrl }: Pick<WorkspaceDeps, "db" | "mailer" | "publicUrl">,
  access: Access,
  input: { email: string; role: Role },
) {
  requirePermission(access, "members:write");
  requireMayGrant(access, input.role);
  const email = input.email.toLowerCase();
  const token = randomBytes(32).toString("base64url");
  const invitation = await db.transaction().execute(async (trx) => {
    if (await createMemberStore(trx).isMember(access.workspaceId, email))
      throw new ProductError("conflict", `${email} is a member already.`);
    const added = await createInvitationStore(trx).replace(access.workspaceId, {
      email,
      role: input.role,
      token,
      invitedBy: access.actor.kind === "user" ? access.actor.id : null,
      expiresAt: new Date(Date.now() + invitationDays * 24 * 3600_000),
    });
    await recordAudit(trx, access, { action: "member.invite", subject: email, details: { role: input.role } });
    return added;
  });

  const link = `${publicUrl}/invite/${token}`;
  const { name } = await createWorkspaceStore(db).get(access.workspaceId);
  const text = `${access.actor.name} invites you to ${name} on Throughline, as ${input.role}. Join with this link, within ${invitationDays} days:\n\n${link}\n`;
  const mailed = await mailer.send({ to: email, subject: `You are invited to ${name}`, text });
  return { id: invitation.id, email, role: invitation.role, link, mailed };
}
