import { ProductError } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requireUuid } from "./require-uuid.ts";
import { createInvitationStore } from "./invitations.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Takes an invitation back: its link stops at once. */
export async function cancelInvitation({ db }: Pick<WorkspaceDeps, "db">, access: Access, { id }: { id: string }) {
  requirePermission(access, "members:write");
  requireUuid(id, "invitation");
  await db.transaction().execute(async (trx) => {
    const cancelled = await createInvitationStore(trx).cancel(access.workspaceId, id);
    if (!cancelled) throw new ProductError("not_found", "There is no such open invitation.");
    await recordAudit(trx, access, { action: "member.cancel_invite", subject: cancelled.email });
  });
  return { cancelled: true as const };
}
