import { ProductError } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requireMayTouch, requireNotLastOwner } from "./member-rules.ts";
import { createMemberStore } from "./members.store.ts";
import { requireUuid } from "./require-uuid.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Removes a member; everybody may remove themselves. Their account stays, for their other workspaces. */
export async function removeMember({ db }: Pick<WorkspaceDeps, "db">, access: Access, { id }: { id: string }) {
  requireUuid(id, "member");
  await db.transaction().execute(async (trx) => {
    const store = createMemberStore(trx);
    const owners = await store.lockOwners(access.workspaceId);
    const member = await store.find(access.workspaceId, id);
    const leaving = member !== null && access.actor.kind === "user" && member.userId === access.actor.id;
    if (!leaving) requirePermission(access, "members:write");
    if (!member) throw new ProductError("not_found", "There is no such member.");
    if (!leaving) requireMayTouch(access, member.role);
    requireNotLastOwner(member.role, owners);
    await store.remove(access.workspaceId, id);
    await recordAudit(trx, access, {
      action: leaving ? "member.leave" : "member.remove",
      subject: member.email,
      details: { role: member.role },
    });
  });
  return { removed: true as const };
}
