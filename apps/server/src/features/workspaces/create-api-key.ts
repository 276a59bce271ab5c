import { ProductError, type Permission } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { newApiKey } from "../../platform/auth/api-keys.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { createApiKeyStore } from "./api-keys.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Creates a key with scopes that the caller has; the key itself is given this once. */
export async function createApiKey(
  { db }: Pick<WorkspaceDeps, "db">,
  access: Access,
  input: { name: string; scopes: Permission[]; expiresInDays: number | null },
) {
  requirePermission(access, "keys:write");
  const scopes = [...new Set(input.scopes)];
  const beyond = scopes.filter((scope) => !access.permissions.has(scope));
  if (beyond.length > 0) throw new ProductError("forbidden", `A key cannot do more than who makes it: ${beyond.join(", ")}.`);
  const key = newApiKey();
  const expiresAt = input.expiresInDays === null ? null : new Date(Date.now() + input.expiresInDays * 24 * 3600_000);
  return db.transaction().execute(async (trx) => {
    const added = await createApiKeyStore(trx).add(access.workspaceId, {
      key,
      name: input.name,
      scopes,
      createdBy: access.actor.name,
      expiresAt,
    });
    await recordAudit(trx, access, { action: "api_key.create", subject: added.start, details: { name: input.name, scopes } });
    return { ...added, key };
  });
}
