export { bootstrapWorkspace } from "./bootstrap-workspace.ts";
export { ensureFirstOwner } from "./ensure-first-owner.ts";
export { registerInvitations } from "./invitations.routes.ts";
export type { WorkspaceDeps } from "./workspace-deps.ts";
export { createWorkspaceRoutes } from "./workspaces.routes.ts";
