import { rolePermissions, type Permission, type Role } from "@throughline/contract";
import type { Access } from "../platform/auth/access.ts";

/** A signed-in user with a role in a workspace, as use cases see them. */
export function testAccess(
  workspaceId: string,
  role: Role,
  user: { id: string; name: string } = { id: "00000000-0000-4000-8000-000000000001", name: "Ada" },
): Access {
  return { workspaceId, actor: { kind: "user", ...user }, role, permissions: new Set(rolePermissions[role]) };
}

/** An API key with exactly these scopes. */
export function testKeyAccess(workspaceId: string, scopes: readonly Permission[]): Access {
  return {
    workspaceId,
    actor: { kind: "api_key", id: "00000000-0000-4000-8000-000000000002", name: "Test key" },
    role: null,
    permissions: new Set(scopes),
  };
}
