import { ProductError, type Role } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requireMayGrant, requireMayTouch, requireNotLastOwner } from "./member-rules.ts";
import { createMemberStore, type Member } from "./members.store.ts";
import { requireUuid } from "./require-uuid.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Changes what a member may do; it holds with their next request. */
export async function setMemberRole({ db }: Pick<WorkspaceDeps, "db">, access: Access, input: { id: string; role: Role }): Promise<Member> {
  requirePermission(access, "members:write");
  requireMayGrant(access, input.role);
  requireUuid(input.id, "member");
  return db.transaction().execute(async (trx) => {
    const store = createMemberStore(trx);
    const owners = await store.lockOwners(access.workspaceId);
    const member = await store.find(access.workspaceId, input.id);
    if (!member) throw new ProductError("not_found", "There is no such member.");
    requireMayTouch(access, member.role);
    if (member.role === input.role) return member;
    requireNotLastOwner(member.role, owners);
    await store.setRole(access.workspaceId, input.id, input.role);
    await recordAudit(trx, access, { action: "member.set_role", subject: member.email, details: { from: member.role, to: input.role } });
    return { ...member, role: input.role };
  });
}
