import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { createApiKeyStore } from "./api-keys.store.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** Keys that have not been revoked, newest first; never the keys themselves. */
export async function listApiKeys({ db }: Pick<WorkspaceDeps, "db">, access: Access) {
  requirePermission(access, "keys:read");
  return { items: await createApiKeyStore(db).list(access.workspaceId) };
}
