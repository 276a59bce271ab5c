import { api } from "../../platform/http/api.ts";
import { cancelInvitation } from "./cancel-invitation.ts";
import { createApiKey } from "./create-api-key.ts";
import { createWorkspace } from "./create-workspace.ts";
import { inviteMember } from "./invite-member.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { listAudit } from "./list-audit.ts";
import { listMembers } from "./list-members.ts";
import { readSession } from "./read-session.ts";
import { removeMember } from "./remove-member.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { setMemberRole } from "./set-member-role.ts";
import { updateWorkspace } from "./update-workspace.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";

/** `api.workspace`, implemented. */
export const createWorkspaceRoutes = (deps: WorkspaceDeps) => {
  const { workspace } = api;
  return workspace.router({
    session: workspace.session.handler(({ context }) => readSession(deps, context.access)),
    update: workspace.update.handler(({ context, input }) => updateWorkspace(deps, context.access, input)),
    create: workspace.create.handler(({ context, input }) => createWorkspace(deps, context.access, input)),
    members: {
      list: workspace.members.list.handler(({ context }) => listMembers(deps, context.access)),
      invite: workspace.members.invite.handler(({ context, input }) => inviteMember(deps, context.access, input)),
      cancelInvite: workspace.members.cancelInvite.handler(({ context, input }) => cancelInvitation(deps, context.access, input)),
      setRole: workspace.members.setRole.handler(({ context, input }) => setMemberRole(deps, context.access, input)),
      remove: workspace.members.remove.handler(({ context, input }) => removeMember(deps, context.access, input)),
    },
    apiKeys: {
      list: workspace.apiKeys.list.handler(({ context }) => listApiKeys(deps, context.access)),
      create: workspace.apiKeys.create.handler(({ context, input }) => createApiKey(deps, context.access, input)),
      revoke: workspace.apiKeys.revoke.handler(({ context, input }) => revokeApiKey(deps, context.access, input)),
    },
    audit: workspace.audit.handler(({ context, input }) => listAudit(deps, context.access, input)),
  });
};
