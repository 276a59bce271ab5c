import { ProductError, rolePermissions, type Role } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";

/**
 * Nobody gives more than they have, and only an owner makes, changes or removes owners.
 * @throws ProductError forbidden
 */
export function requireMayGrant(access: Access, role: Role): void {
  requireMayTouch(access, role);
  const missing = rolePermissions[role].filter((permission) => !access.permissions.has(permission));
  if (missing.length > 0) throw new ProductError("forbidden", `Only somebody with ${missing.join(", ")} can give the role ${role}.`);
}

/** @throws ProductError forbidden when the member is an owner and the caller is not. */
export function requireMayTouch(access: Access, role: Role): void {
  if (role === "owner" && access.role !== "owner") throw new ProductError("forbidden", "Only an owner can make, change or remove owners.");
}

/** @throws ProductError conflict when this is the last owner. */
export function requireNotLastOwner(role: Role, owners: number): void {
  if (role === "owner" && owners <= 1)
    throw new ProductError("conflict", "A workspace keeps at least one owner: make somebody else an owner first.");
}
