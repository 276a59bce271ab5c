import type { Permission, Role } from "@throughline/contract";

/** What each role is for, in a sentence, the most powerful first. */
export const roleWords: Record<Role, string> = {
  owner: "Everything, also making and removing owners.",
  admin: "Everything except changing owners.",
  editor: "Works with the data: sources, imports, quarantine, people. Sees no keys and no audit log.",
  agent: "Sees everything about customers, works tasks, and keeps profiles right.",
  analyst: "Sees everything about customers, and exports.",
  viewer: "Sees everything about customers, changes nothing.",
};

/** What each permission allows. */
export const permissionWords: Record<Permission, string> = {
  "people:read": "See people, timelines and live events",
  "people:write": "Merge people, set consent",
  "people:delete": "Delete people",
  "people:export": "Export people",
  "accounts:read": "See accounts",
  "data:read": "See catalogue, quarantine, imports, numbers",
  "data:write": "Import; fix, replay and discard",
  "insights:read": "See insights, dashboards and friction",
  "insights:write": "Save insights, dashboards and alerts",
  "journeys:read": "See journeys",
  "journeys:write": "Define journeys",
  "tasks:read": "See tasks",
  "tasks:write": "Create, assign and finish tasks",
  "arbiter:read": "See what the arbiter decided, its rules and its report",
  "arbiter:decide": "Ask the arbiter, and tell it what came of a touch",
  "arbiter:write": "Change the rules of the arbiter",
  "flows:read": "See flows, their runs and reports",
  "flows:write": "Build, publish and stop flows",
  "sources:read": "See sources and their write keys",
  "sources:write": "Create, change and delete sources",
  "workspace:write": "Change the workspace",
  "members:read": "See members",
  "members:write": "Invite, change and remove members",
  "keys:read": "See API keys",
  "keys:write": "Create and revoke API keys",
  "audit:read": "See the audit log",
};
