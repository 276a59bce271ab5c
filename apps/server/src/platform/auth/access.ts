import { ProductError, type Permission, type Role } from "@throughline/contract";

/** Who is calling, for which workspace, and what they may do. Every use case takes one. */
export type Access = {
  workspaceId: string;
  actor: { kind: "user" | "api_key" | "system"; id: string; name: string };
  role: Role | null;
  permissions: ReadonlySet<Permission>;
};

/** The first line of every use case. Throws `forbidden` and names what is missing. */
export function requirePermission(access: Access, permission: Permission): void {
  if (access.permissions.has(permission)) return;
  throw new ProductError("forbidden", `This needs the permission ${permission}, which ${access.actor.name} does not have.`);
}
