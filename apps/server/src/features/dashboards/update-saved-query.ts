import { ProductError, type SavedQuery } from "@throughline/contract";
import { changedParts } from "../../platform/audit/changed-parts.ts";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { getSavedQuery } from "./get-saved-query.ts";
import type { DashboardsDeps } from "./list-saved-queries.ts";
import { replaceSavedQuery, type SavedQueryValues } from "./saved-queries.store.ts";

const parts = ["name", "description", "query"] as const;

/** @throws ProductError `not_found`, `conflict`. */
export async function updateSavedQuery(
  deps: DashboardsDeps,
  access: Access,
  input: SavedQueryValues & { id: string; updatedAt?: string | undefined },
): Promise<SavedQuery> {
  requirePermission(access, "insights:write");
  const { id, updatedAt, ...values } = input;
  const before = await getSavedQuery(deps, access, { id });
  await deps.db.transaction().execute(async (tx) => {
    if (!(await replaceSavedQuery(tx, access.workspaceId, id, values, updatedAt)))
      throw new ProductError("conflict", `${before.name} was changed at ${before.updatedAt}, after you opened it.`);
    await recordAudit(tx, access, {
      action: "saved_queries.update",
      subject: id,
      details: { name: values.name, ...changedParts(before, values, parts) },
    });
  });
  return getSavedQuery(deps, access, { id });
}
