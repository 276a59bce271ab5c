import { z } from "zod";

/** Everything that can be allowed, as `subject:action`. API keys carry these as scopes; roles are sets of them. */
export const permissions = [
  "people:read",
  "people:write",
  "people:delete",
  "people:export",
  "accounts:read",
  "data:read",
  "data:write",
  "insights:read",
  "insights:write",
  "journeys:read",
  "journeys:write",
  "tasks:read",
  "tasks:write",
  "arbiter:read",
  "arbiter:decide",
  "arbiter:write",
  "flows:read",
  "flows:write",
  "sources:read",
  "sources:write",
  "workspace:write",
  "members:read",
  "members:write",
  "keys:read",
  "keys:write",
  "audit:read",
] as const;
export const permissionSchema = z.enum(permissions);
export type Permission = z.infer<typeof permissionSchema>;

export const roles = ["owner", "admin", "editor", "agent", "analyst", "viewer"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

const read: Permission[] = [
  "people:read",
  "accounts:read",
  "data:read",
  "insights:read",
  "journeys:read",
  "tasks:read",
  "arbiter:read",
  "flows:read",
  "sources:read",
  "members:read",
];

/** What each role may do. Owner and admin differ in one thing: only an owner changes owners (checked in the use case). */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: permissions,
  admin: permissions,
  editor: [
    ...read,
    "people:write",
    "people:export",
    "data:write",
    "insights:write",
    "journeys:write",
    "tasks:write",
    "arbiter:decide",
    "arbiter:write",
    "flows:write",
    "sources:write",
  ],
  agent: [...read, "people:write", "tasks:write", "arbiter:decide"],
  analyst: [...read, "people:export", "insights:write"],
  viewer: read,
};
