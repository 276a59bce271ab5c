import type { Permission, Role } from "@throughline/contract";
import rolePermissions from "virtual:role-permissions";

/** The roles that hold a permission, the most powerful first. */
export function rolesWith(permission: Permission): Role[] {
  return (Object.keys(rolePermissions) as Role[]).filter((role) => rolePermissions[role].includes(permission));
}

/** Why somebody may not do something, and who may: “Your role, viewer, does not allow this. An owner, an admin or an editor can.” */
export function whyNot(permission: Permission, role: Role | null): string {
  const able = rolesWith(permission).map((name) => `${/^[aeo]/.test(name) ? "an" : "a"} ${name}`);
  const list = able.length > 1 ? `${able.slice(0, -1).join(", ")} or ${able.at(-1)}` : (able[0] ?? "nobody");
  return `Your role${role === null ? "" : `, ${role},`} does not allow this. ${list[0]?.toUpperCase()}${list.slice(1)} can.`;
}
