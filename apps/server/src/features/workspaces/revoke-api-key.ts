import { ProductError } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { createApiKeyStore } from "./api-keys.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Revokes a key: at once on this server, within ten seconds on others. */
export async function revokeApiKey({ db, apiKeys }: Pick<WorkspaceDeps, "db" | "apiKeys">, access: Access, { id }: { id: string }) {
  requirePermission(access, "keys:write");
  await db.transaction().execute(async (trx) => {
    const revoked = await createApiKeyStore(trx).revoke(access.workspaceId, id);
    if (!revoked) throw new ProductError("not_found", "There is no such API key.");
    await recordAudit(trx, access, { action: "api_key.revoke", subject: revoked.start, details: { name: revoked.name } });
  });
  apiKeys.forget();
  return { revoked: true as const };
}
