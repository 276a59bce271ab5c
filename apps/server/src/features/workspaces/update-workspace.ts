import { ProductError } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { changedParts } from "../../platform/audit/changed-parts.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { isTimeZone } from "../../platform/config/time-zone.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";
import { createWorkspaceStore, type Workspace } from "./workspaces.store.ts";

/** Changes name or time zone. */
export async function updateWorkspace(
  { db }: Pick<WorkspaceDeps, "db">,
  access: Access,
  input: { name?: string; timezone?: string },
): Promise<Workspace> {
  requirePermission(access, "workspace:write");
  requireTimeZone(input.timezone);
  return db.transaction().execute(async (trx) => {
    const store = createWorkspaceStore(trx);
    const before = await store.get(access.workspaceId);
    const workspace = await store.update(access.workspaceId, { name: input.name, timezone: input.timezone });
    await recordAudit(trx, access, {
      action: "workspace.update",
      subject: workspace.slug,
      details: changedParts(before, input, ["name", "timezone"]),
    });
    return workspace;
  });
}

/** @throws ProductError invalid_input */
export function requireTimeZone(timezone: string | undefined): void {
  if (timezone === undefined || isTimeZone(timezone)) return;
  throw new ProductError("invalid_input", "The input cannot be used: timezone.", {
    issues: [{ field: "timezone", message: `${timezone} is not a time zone`, accepted: "a name such as Europe/Paris" }],
  });
}
