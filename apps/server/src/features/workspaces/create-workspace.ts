import { ProductError } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { createMemberStore } from "./members.store.ts";
import { slugOf } from "./slug.ts";
import { requireTimeZone } from "./update-workspace.ts";
import type { WorkspaceDeps } from "./workspace-deps.ts";
import { createWorkspaceStore, type Workspace } from "./workspaces.store.ts";

/** Creates a workspace that the caller owns, on request filled with the sample company. */
export async function createWorkspace(
  { db, fillWithSample }: Pick<WorkspaceDeps, "db" | "fillWithSample">,
  access: Access,
  input: { name: string; timezone: string; sample: boolean },
): Promise<Workspace> {
  requirePermission(access, "workspace:write");
  if (access.actor.kind !== "user") throw new ProductError("forbidden", "A workspace needs an owner: sign in to create one.");
  requireTimeZone(input.timezone);
  const workspace = await db.transaction().execute(async (trx) => {
    const created = await createWorkspaceStore(trx).add({
      slug: slugOf(input.name),
      name: input.name,
      timezone: input.timezone,
      is_sample: input.sample,
    });
    await createMemberStore(trx).add(created.id, access.actor.id, "owner");
    await recordAudit(
      trx,
      { ...access, workspaceId: created.id },
      { action: "workspace.create", subject: created.slug, details: { sample: input.sample } },
    );
    return created;
  });
  if (input.sample) await fillWithSample(workspace.id);
  return workspace;
}
